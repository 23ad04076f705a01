namespace CogSpace.Web.Languages;

/// <summary>Has one language at a time.</summary>
internal interface ISpeaking
{
    Language Language { get; }
}
