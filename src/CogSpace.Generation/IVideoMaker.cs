namespace CogSpace.Generation;

/// <summary>Makes videos on one device: in this process, or in another.</summary>
public interface IVideoMaker
{
    /// <summary>What the device computes in; null while that is not known.</summary>
    DeviceReport? Device { get; }

    /// <summary>Waits until <see cref="Device"/> is known. Does not start anything.</summary>
    /// <exception cref="CogSpaceException">There is no such device, or it cannot be used.</exception>
    Task<DeviceReport> DescribeDeviceAsync(CancellationToken cancel = default);

    /// <summary>How much memory a video may take.</summary>
    /// <returns>Bytes; null when it cannot be found out.</returns>
    long? MeasureFreeMemory();

    /// <summary>Gets ready for work, which takes a moment where a process has to be started.</summary>
    /// <exception cref="Workers.WorkerStartException">It does not start.</exception>
    Task StartAsync(CancellationToken cancel = default);

    /// <summary>Loads a model before it is asked for, as far as memory allows.</summary>
    /// <param name="model">Which.</param>
    /// <param name="type">The number type; null: the one that suits the model and the device.</param>
    /// <param name="cancel">Given up between tensors.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    /// <exception cref="Workers.WorkerDiedException">The process that does it has died.</exception>
    Task LoadAsync(ModelInfo model, ComputeType? type = null, CancellationToken cancel = default);

    /// <summary>From a prompt, and perhaps a picture or a video, to a video.</summary>
    /// <param name="plan">What to make, planned by the model.</param>
    /// <param name="model">Which model makes it.</param>
    /// <param name="output">Where the files go.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="type">The number type; null: the one that suits the model and the device.</param>
    /// <param name="cancel">Takes effect within one step or chunk; nothing is left behind.</param>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    /// <exception cref="Workers.WorkerDiedException">The process that does it has died; the files are not there.</exception>
    Task<GenerationResult> GenerateAsync(
        GenerationPlan plan, ModelInfo model, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        ComputeType? type = null, CancellationToken cancel = default);

    /// <summary>From a video file to the same video with more pixels or more frames. Never are all frames in memory.</summary>
    /// <param name="video">The file to read.</param>
    /// <param name="postProcessing">What to do.</param>
    /// <param name="output">Where the files go. There are no latents.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancel">Takes effect within one frame or tile; nothing is left behind.</param>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    /// <exception cref="Workers.WorkerDiedException">The process that does it has died; the files are not there.</exception>
    Task<PostProcessingResult> PostProcessAsync(
        string video, PostProcessing postProcessing, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default);
}
