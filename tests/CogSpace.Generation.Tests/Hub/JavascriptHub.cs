using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace CogSpace.Generation.Tests.Hub;

/// <summary>The official client for JavaScript, which has not read our code.</summary>
internal static class JavascriptHub
{
    private static readonly string Scripts = typeof(JavascriptHub).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "HubScripts").Value!;

    /// <param name="arguments">Of hub.js.</param>
    public static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Scripts, "node_modules")))
            Assert.Fail($"There is no {Scripts}/node_modules. Run ./cogspace setup, which fills it (npm ci).");
        using var node = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(Scripts, "hub.js"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, await error);
        return JsonDocument.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
    }
}
