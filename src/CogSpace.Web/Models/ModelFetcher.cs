using CogSpace.Generation.Hub;
using CogSpace.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Models;

/// <summary>
/// Pulls the models of <see cref="ModelsOptions.PullOnStart"/> while the page is already served. Does not give up: networks
/// come back.
/// </summary>
internal sealed class ModelFetcher(
    IOptions<ModelsOptions> options, HubOptions hub, ModelMenu menu, ModelFetch state, IHostApplicationLifetime lifetime,
    ILogger<ModelFetcher> log) : BackgroundService
{
    private IReadOnlyList<HubModelId> _missing = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // What is there is used as it is: a restart should neither need the hub nor change the model.
        _missing = [.. options.Value.Pulls.Where(id => !menu.IsThere(id))];
        if (!_missing.Any(id => id.ToString() == menu.DefaultName))
            state.MarkDefaultThere();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_missing.Count == 0)
            return;
        await lifetime.StartedAsync(stoppingToken);
        using var source = new ModelHub(hub);
        foreach (var id in _missing)
        {
            TimeSpan pause;
            for (int tries = 1; !await TryPullAsync(source, id, pause = options.Value.PullPause(tries), stoppingToken); tries++)
                await Task.Delay(pause, stoppingToken);
            menu.Refresh();
            if (id.ToString() == menu.DefaultName)
                state.MarkDefaultThere();
        }
    }

    private async Task<bool> TryPullAsync(ModelHub source, HubModelId id, TimeSpan pause, CancellationToken stop)
    {
        log.LogInformation("Fetching {Model} from {Hub}", id, hub.Endpoint);
        try
        {
            await source.PullAsync(id, [], new Reporter(state), stop);
            log.LogInformation("{Model} is complete", id);
            state.Become(null, null);
            return true;
        }
        catch (CogSpaceException e)
        {
            log.LogError("{Model} cannot be fetched, and will be tried again in {Interval}: {Problem}", id, pause, e.Message);
            state.Become(null, menu.WithoutFolder(e.Message));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "{Model} cannot be fetched, and will be tried again in {Interval}", id, pause);
            state.Become(null, $"{id} cannot be fetched. The reason is in the server's log.");
        }

        return false;
    }

    private sealed class Reporter(ModelFetch state) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => state.Become(value, null);
    }
}
