using CogSpace.PostProcess.Networks;
using Microsoft.ML.OnnxRuntime;

namespace CogSpace.PostProcess.Onnx;

/// <summary>A network that is ready to compute. Its memory is given back when it is disposed.</summary>
internal sealed class NetworkSession : INetworkRun
{
    private const float Halfway = 0.5f;

    private readonly InferenceSession _session;
    private readonly bool _half;

    private NetworkSession(InferenceSession session, PictureNetwork network, bool half)
    {
        (_session, Network, _half) = (session, network, half);
    }

    public PictureNetwork Network { get; }

    /// <param name="weightsFile">Of one of the known networks.</param>
    /// <param name="options">Where and how to compute.</param>
    /// <exception cref="CogSpaceException">The weights are missing, damaged or unknown, or the device is not there.</exception>
    public static NetworkSession Open(string weightsFile, NetworkOptions options)
    {
        var cache = new ModelCache(options.CacheFolder);
        OnnxPlace? place = OnnxPlace.Choose(options);
        bool again = false;
        while (true)
        {
            var (network, model, wasCached) = cache.Load(weightsFile, place.Half, InBlocks(place), again);
            try
            {
                using var settings = Settings(place, options.Threads);
                return new NetworkSession(new InferenceSession(model, settings), network, place.Half);
            }
            catch (OnnxRuntimeException e)
            {
                // A file of the cache may have been damaged, and a driver may be missing where CUDA's library is there.
                if (!wasCached)
                    place =
                        place.Fallback(options)
                        ?? throw new ModelLoadException(
                            weightsFile, $"ONNX Runtime does not take the network ({e.Message}).", e);
                again = wasCached;
            }
        }
    }

    /// <summary>
    /// Whether a network can be opened, as far as its file says: every weight is read once, and what comes of it kept on disk.
    /// </summary>
    /// <inheritdoc cref="Open"/>
    public static void Check(string weightsFile, NetworkOptions options)
    {
        var place = OnnxPlace.Choose(options);
        new ModelCache(options.CacheFolder).Prepare(weightsFile, place.Half, InBlocks(place));
    }

    /// <inheritdoc/>
    public Planes Run(ReadOnlySpan<Planes> pictures, CancellationToken cancel) => Run(pictures, Halfway, cancel);

    /// <inheritdoc/>
    public Planes RunAt(Planes first, Planes second, float moment, CancellationToken cancel) =>
        Network.TakesMoment
            ? Run([first, second], moment, cancel)
            : throw new NotSupportedException($"{Network.Description} draws the frame halfway and no other.");

    public void Dispose() => _session.Dispose();

    private Planes Run(ReadOnlySpan<Planes> pictures, float moment, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var input = NetworkTensors.Join(pictures, _half);
        using var number = Network.TakesMoment ? NetworkTensors.Number(moment, _half) : null;
        using var settings = new RunOptions();
        using var stop = cancel.Register(() => settings.Terminate = true);
        try
        {
            // Bound, so that on a GPU there is one copy there and one back.
            using var binding = _session.CreateIoBinding();
            binding.BindInput(PictureNetwork.Input, input);
            if (number is not null)
                binding.BindInput(PictureNetwork.Moment, number);
            binding.BindOutputToDevice(PictureNetwork.Output, OrtMemoryInfo.DefaultInstance);
            using var outputs = _session.RunWithBoundResults(settings, binding);
            return NetworkTensors.ToPlanes(outputs.Single());
        }
        catch (OnnxRuntimeException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (OnnxRuntimeException e) when (SaysMemoryRanOut(e.Message))
        {
            throw new NetworkMemoryException(pictures[0], e);
        }
    }

    private static bool InBlocks(OnnxPlace place) => place.CudaDevice is null && !place.Half;

    private static SessionOptions Settings(OnnxPlace place, int threads)
    {
        var settings = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            InterOpNumThreads = 1,
            // left to itself it counts the machine's, not the container's
            IntraOpNumThreads = threads > 0 ? threads : Environment.ProcessorCount,
            EnableCpuMemArena = true,
            EnableMemoryPattern = false,            // the last tiles of a row are of other sizes
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,     // what matters comes as an exception
        };
        // Between two runs the threads of a network would spin, and other work wants the cores.
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (place.CudaDevice is { } device)
        {
            using var cuda = new OrtCUDAProviderOptions();
            // Doubling what is reserved would take a large part of a GPU that a video model shares.
            cuda.UpdateOptions(
                new Dictionary<string, string>
                {
                    ["device_id"] = $"{device}",
                    ["arena_extend_strategy"] = "kSameAsRequested",
                }
            );
            settings.AppendExecutionProvider_CUDA(cuda);
        }

        return settings;
    }

    private static bool SaysMemoryRanOut(string message) =>
        message.Contains("Failed to allocate memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("bad_alloc", StringComparison.OrdinalIgnoreCase)
        || message.Contains("CUBLAS_STATUS_ALLOC_FAILED", StringComparison.OrdinalIgnoreCase)
        || message.Contains("CUDNN_STATUS_ALLOC_FAILED", StringComparison.OrdinalIgnoreCase);
}
