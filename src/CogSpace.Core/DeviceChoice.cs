using System.Globalization;
using System.Text.RegularExpressions;

namespace CogSpace;

/// <summary>Where to compute, as settings and options say it: "auto", "cpu", "cuda" or "cuda:n".</summary>
/// <param name="IsAuto">The first GPU, else the CPU.</param>
/// <param name="Gpu">The number of a GPU, counted from 0; null: none is asked for.</param>
public readonly partial record struct DeviceChoice(bool IsAuto, int? Gpu)
{
    /// <summary>How a device is written.</summary>
    public const string Pattern = "^(auto|cpu|cuda(:[0-9]{1,3})?)$";

    private const string CudaPrefix = "cuda:";

    public bool IsCpu => !IsAuto && Gpu is null;

    /// <exception cref="InvalidRequestException">It is none of the four.</exception>
    public static DeviceChoice Parse(string text) =>
        !Device().IsMatch(text)
            ? throw new InvalidRequestException($"\"{text}\" is not a valid device: use auto, cpu, cuda or cuda:n.")
        : text.StartsWith(CudaPrefix, StringComparison.Ordinal)
            ? new(IsAuto: false, int.Parse(text.AsSpan(CudaPrefix.Length), CultureInfo.InvariantCulture))
        : new(text == "auto", text == "cuda" ? 0 : null);

    [GeneratedRegex(Pattern)]
    private static partial Regex Device();
}
