namespace CogSpace.Cli;

/// <summary>Where models are looked for by name.</summary>
internal static class ModelsFolder
{
    private const string Variable = "COGSPACE_MODELS";

    /// <summary>The folder that COGSPACE_MODELS names; else "models" here or beside the program.</summary>
    public static string Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
                return named;
            string here = Path.GetFullPath("models");
            return Directory.Exists(here) ? here : Path.Combine(AppContext.BaseDirectory, "models");
        }
    }
}
