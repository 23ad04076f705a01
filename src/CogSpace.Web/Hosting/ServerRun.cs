using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Hosting;

/// <summary>Runs the server; what keeps it from starting is told in a sentence.</summary>
public static class ServerRun
{
    /// <returns>The exit code: 0 after an orderly stop, 1 when the server could not start.</returns>
    public static async Task<int> RunOrExplainAsync(this WebApplication app)
    {
        try
        {
            app.Services.GetService<IStartupValidator>()?.Validate();
            foreach (string note in FormerSettings.NotesOn(app.Configuration))
                app.Logger.LogWarning("{Note}", note);
            // made here, and not by the host, which would log what they throw with a stack
            _ = app.Services.GetServices<IHostedService>();
            app.Urls.Clear();
            app.Urls.Add(app.Services.GetRequiredService<IOptions<HostingOptions>>().Value.Url);
            await app.StartAsync();
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception e) when (Explain(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync($"cogspace: the server cannot start. {sentence}");
            return 1;
        }
        finally
        {
            await app.StopAsync();       // also what had started before something else could not
            await app.DisposeAsync();
        }
    }

    // Null: a bug, which should look like one.
    private static string? Explain(Exception problem) =>
        problem switch
        {
            OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
            AggregateException { InnerExceptions: [OptionsValidationException, ..] all } => string.Join(
                Environment.NewLine, all.Select(Explain)),
            IOException { InnerException: AddressInUseException } taken =>
                $"{taken.Message} Another program listens there: stop it, or choose another port by " +
                $"{HostingOptions.Section}__{nameof(HostingOptions.Port)}.",
            CogSpaceException known => known.Message,
            _ => null,
        };
}
