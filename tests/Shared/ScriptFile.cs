using System.Diagnostics;

namespace CogSpace.Tests;

/// <summary>A shell script that tests start in a program's place.</summary>
internal static class ScriptFile
{
    /// <remarks>
    /// Another process writes it. Had this one it open for writing, so would for a moment every program that other tests start
    /// meanwhile, and what is open for writing cannot be run.
    /// </remarks>
    public static void Write(string path, string script)
    {
        string text = $"{path}.txt";
        File.WriteAllText(text, script);
        using (var install = Process.Start("install", ["-m", "700", text, path]))
        {
            install.WaitForExit();
            Assert.Equal(0, install.ExitCode);
        }

        File.Delete(text);
    }
}
