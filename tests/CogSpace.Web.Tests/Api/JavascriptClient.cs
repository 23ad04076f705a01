using System.Diagnostics;
using System.Text.Json;

namespace CogSpace.Web.Tests.Api;

/// <summary>Runs a script of Javascript/ that uses a server by the client that its interface was made for.</summary>
internal static class JavascriptClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <returns>What the script has said, each line {"what": ..., "value": ...}.</returns>
    public static async Task<IReadOnlyDictionary<string, JsonElement>> RunAsync(string script, params string[] arguments)
    {
        var cancel = TestContext.Current.CancellationToken;
        string folder = Path.Combine(Repository.Root, "tests", "CogSpace.Web.Tests", "Javascript");
        using var process = Process.Start(new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
            await process.WaitForExitAsync(cancel).WaitAsync(Patience, cancel);
            Assert.True(process.ExitCode == 0, $"{script} ended with {process.ExitCode}: {await errors}\n{await output}");
            return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .ToDictionary(said => said.GetProperty("what").GetString()!, said => said.GetProperty("value"));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
