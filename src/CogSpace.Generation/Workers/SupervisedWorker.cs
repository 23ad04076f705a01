using Microsoft.Extensions.Logging;

namespace CogSpace.Generation.Workers;

/// <summary>
/// Makes videos in a process of its own, so that a crash or want of memory there ends nothing else. The process is started when
/// it is needed and when it has died, replaced when it has served, and ended when there is nothing to do.
/// </summary>
public sealed class SupervisedWorker : IVideoMaker, IDisposable
{
    private readonly GeneratorOptions _options;
    private readonly WorkerOptions _limits;
    private readonly WorkerCommand _command;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ITimer _idle;
    private readonly TaskCompletionSource<Ready> _described = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkerProcess? _process;
    private volatile DeviceReport? _device;
    private volatile bool _isDisposed;
    private int _videos;            // of this process

    /// <param name="options">What it works with.</param>
    /// <param name="limits">How long a process serves.</param>
    /// <param name="command">How a process is started.</param>
    /// <param name="time">Says how long it has been idle, and how long it does not give up what was cancelled.</param>
    /// <param name="log">Gets what happens to the processes, and what they print.</param>
    public SupervisedWorker(
        GeneratorOptions options, WorkerOptions limits, WorkerCommand command, TimeProvider time, ILogger<SupervisedWorker> log)
    {
        (_options, _limits, _command, _time, _log) = (options, limits, command, time, log);
        _idle = time.CreateTimer(_ => _ = EndIdleAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public DeviceReport? Device => _device;

    /// <summary>The number of the process; null: there is none at the moment.</summary>
    public int? ProcessId => _process is { HasEnded: false } process ? process.Id : null;

    /// <summary>Bytes of memory that the process has now; null: there is none, or the system does not say.</summary>
    public long? MemoryBytes => ProcessId is { } process ? LinuxMemory.OfProcess("VmRSS", $"/proc/{process}") : null;

    /// <inheritdoc/>
    public async Task<DeviceReport> DescribeDeviceAsync(CancellationToken cancel = default)
    {
        var ready = await _described.Task.WaitAsync(cancel);
        return Device ?? throw ready.Problem!.ToException();
    }

    /// <inheritdoc/>
    public long? MeasureFreeMemory() => Device is { } device
        ? FreeMemory.For(_options.Pipeline, device.Device, ProcessId is { } process ? $"/proc/{process}" : null)
        : null;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel = default) => InTurnAsync(StartedAsync, cancel);

    /// <inheritdoc/>
    public Task LoadAsync(ModelInfo model, ComputeType? type = null, CancellationToken cancel = default) =>
        AskAsync<Loaded>(new LoadModel(ModelPlace.Of(model), type), progress: null, cancel);

    /// <inheritdoc/>
    public async Task<GenerationResult> GenerateAsync(
        GenerationPlan plan, ModelInfo model, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        ComputeType? type = null, CancellationToken cancel = default) =>
        (await AskAsync<Made>(new MakeVideo(plan, ModelPlace.Of(model), output, type), progress, cancel)).Result;

    /// <inheritdoc/>
    public async Task<PostProcessingResult> PostProcessAsync(
        string video, PostProcessing postProcessing, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default) =>
        (await AskAsync<PostProcessed>(new PostProcessVideo(video, postProcessing, output), progress, cancel)).Result;

    /// <summary>Ends the process, and with it what it is doing.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _idle.Dispose();
        _process?.End();
    }

    private Task<T> AskAsync<T>(WorkerMessage order, IProgress<GenerationProgress>? progress, CancellationToken cancel)
        where T : Ended => InTurnAsync(
        async stop =>
        {
            var process = await StartedAsync(stop);
            try
            {
                var end = await process.AskAsync(order, progress, stop);
                await LookAfterAsync(process, end);
                return end switch
                {
                    T done => done,
                    Failed { Failure: var failure } => throw failure.ToException(),
                    _ => throw new InvalidOperationException(
                        $"The worker answered {order.GetType().Name} with {end.GetType().Name}."),
                };
            }
            catch (WorkerDiedException e)
            {
                _log.LogError("Worker {Process} died: {How}", process.Id, e.How);
                throw;
            }
        },
        cancel);

    private async Task<T> InTurnAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return await act(cancel);
        }
        finally
        {
            if (_limits.IdleTimeout > TimeSpan.Zero && !_isDisposed)
                _idle.Change(_limits.IdleTimeout, Timeout.InfiniteTimeSpan);
            _turn.Release();
        }
    }

    private async Task<WorkerProcess> StartedAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_process is { HasEnded: false } running)
            return running;
        Forget();
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        try
        {
            var process = await WorkerProcess.StartAsync(_command, _options, _time, _log, cancel);
            (_process, _videos) = (process, 0);
            _log.LogInformation("Worker {Process} is ready. {PostProcessing}", process.Id, process.Ready.PostProcessing);
            _device ??= process.Ready.Device;        // the first measurement stays: it decides what videos are like
            if (process.Ready.Problem is { } problem)
                _log.LogError("Worker {Process} cannot compute: {Problem}", process.Id, problem.Message);
            _described.TrySetResult(process.Ready);
            if (_isDisposed)
                process.Kill();
            return process;
        }
        catch (WorkerStartException e)
        {
            _log.LogError(e.InnerException, "The worker does not start: {How}", e.How);
            throw;
        }
    }

    private async Task LookAfterAsync(WorkerProcess process, Ended end)
    {
        _videos += end is Made or PostProcessed ? 1 : 0;
        long? memory = end is Loaded ? null : end.Memory;       // a model that was only loaded is needed yet
        string? reason =
            _limits.VideosPerProcess > 0 && _videos >= _limits.VideosPerProcess ? $"it has made {_videos} videos"
            : memory > _limits.MemoryMegabytes * 1_000_000 ? $"it has {ByteSize.Format(memory.Value)} of memory"
            : null;
        if (reason is null)
            return;
        await process.StopAsync();
        Forget();
        _log.LogInformation("Worker {Process} is replaced: {Reason}", process.Id, reason);
    }

    private async Task EndIdleAsync()
    {
        if (!await _turn.WaitAsync(0))
            return;
        try
        {
            if (_process is not { HasEnded: false } process)
                return;
            await process.StopAsync();
            Forget();
            _log.LogInformation("Worker {Process} had nothing to do and has ended", process.Id);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Forget()
    {
        _process?.Dispose();
        _process = null;
    }
}
