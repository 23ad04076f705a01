namespace CogSpace.Web.Components.Studio.Form;

/// <summary>A place for a LoRA in the form. The places are numbered from 1.</summary>
public sealed class DraftLora
{
    /// <summary>So many at once.</summary>
    public const int Most = 4;

    public const string UsualScale = "1";

    /// <summary>Its file, by its bare name; empty: none.</summary>
    public string Name { get; set; } = "";

    /// <summary>How strongly it counts.</summary>
    public string Scale { get; set; } = UsualScale;

    /// <summary>The name of its field; the first has had it since there was one alone.</summary>
    public static string NameField(int number) => number == 1 ? "lora" : $"lora-{number}";

    /// <inheritdoc cref="NameField"/>
    public static string ScaleField(int number) => number == 1 ? "lora-scale" : $"lora-scale-{number}";
}
