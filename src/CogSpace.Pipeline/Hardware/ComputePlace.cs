namespace CogSpace.Pipeline.Hardware;

/// <summary>A device and the number type to compute in on it.</summary>
internal sealed record ComputePlace(Device Device, ScalarType Type)
{
    public bool IsGpu => Device.type == DeviceType.CUDA;

    /// <summary>"cpu" or "cuda:0".</summary>
    public string DeviceName => IsGpu ? $"cuda:{Math.Max(Device.index, 0)}" : "cpu";

    public string TypeName => Type switch
    {
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float16 => "float16",
        _ => "float32",
    };

    /// <exception cref="InvalidRequestException">There is no such device, or it does not compute in that type.</exception>
    public static ComputePlace Choose(PipelineOptions options)
    {
        Libtorch.Load();
        var device = ChooseDevice(options.Device);
        bool gpu = device.type == DeviceType.CUDA;
        if (options.Type == ComputeType.F16 && !gpu)
            throw new InvalidRequestException(
                "float16 is computed only on a GPU: this device is the CPU. Take bfloat16 or float32.");
        var type = options.Type switch
        {
            ComputeType.F32 => ScalarType.Float32,
            ComputeType.BF16 => ScalarType.BFloat16,
            ComputeType.F16 => ScalarType.Float16,
            _ => gpu || ProductSpeed.Faster(ComputeType.BF16) == ComputeType.BF16 ? ScalarType.BFloat16 : ScalarType.Float32,
        };
        return new ComputePlace(device, type);
    }

    /// <summary>The place of a summary, without a look at what there is.</summary>
    public static ComputePlace Of(ComputeSummary summary) => new(
        DeviceChoice.Parse(summary.Device).Gpu is { } index ? new Device(DeviceType.CUDA, index) : new Device(DeviceType.CPU),
        summary.Type switch
        {
            "bfloat16" => ScalarType.BFloat16,
            "float16" => ScalarType.Float16,
            _ => ScalarType.Float32,
        });

    /// <summary>The name of how matrices are kept; null: in the type that is computed in.</summary>
    public string? NameOf(WeightKind weights) => weights switch
    {
        WeightKind.I8 => "int8",
        WeightKind.BF16 when Type != ScalarType.BFloat16 => "bfloat16",
        _ => null,
    };

    private static Device ChooseDevice(string name)
    {
        var asked = DeviceChoice.Parse(name);
        if (asked.IsCpu || (asked.IsAuto && !cuda.is_available()))
            return CPU;

        int index = asked.Gpu ?? 0;
        int count = cuda.is_available() ? cuda.device_count() : 0;
        if (index >= count)
            throw new InvalidRequestException(
                count == 0
                    ? "No GPU was found; use --device cpu."
                    : $"There is no GPU {index}: this machine has {count}, counted from 0."
            );
        return device(DeviceType.CUDA, index);
    }
}
