using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace CogSpace.Web.Tests.Javascript;

/// <summary>A script that uses the server with a client for JavaScript that is not ours.</summary>
internal static class ClientScript
{
    private static readonly string Folder = typeof(ClientScript).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ClientScripts").Value!;

    /// <param name="script">In this folder.</param>
    /// <param name="arguments">Of the script.</param>
    /// <returns>The last line that it writes, as JSON.</returns>
    public static async Task<JsonElement> RunAsync(string script, params string[] arguments)
    {
        var cancel = TestContext.Current.CancellationToken;
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            Assert.Fail($"There is no {Folder}/node_modules. Run ./cogspace setup, which fills it (npm ci).");
        using var node = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        try
        {
            var error = node.StandardError.ReadToEndAsync(cancel);
            string output = await node.StandardOutput.ReadToEndAsync(cancel);
            await node.WaitForExitAsync(cancel);
            Assert.True(node.ExitCode == 0, await error);
            return JsonDocument.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
        }
        finally
        {
            if (!node.HasExited)
                node.Kill();
        }
    }
}
