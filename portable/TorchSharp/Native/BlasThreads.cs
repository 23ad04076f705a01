using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>Which threads matrix products are computed on.</summary>
internal enum Products
{
    /// <summary>The library decides, or all have to wait for each other.</summary>
    OnThreadsOfTheirOwn,

    /// <summary>On that of whoever asks for one: several can be asked for at once.</summary>
    OnTheirCallers,
}

/// <summary>One thread for small products of OpenBLAS, all of them for large ones.</summary>
/// <remarks>OpenBLAS with threads of its own wakes them for every product but the smallest, and they wait for each other
/// spinning. Where the machine has anything else to do, each product then waits until the scheduler lets every thread run,
/// which takes milliseconds however small the product is.</remarks>
internal static unsafe class BlasThreads
{
    /// <summary>From so many floating-point operations on, a product takes all threads.</summary>
    /// <remarks>About ten milliseconds of one core, and the scheduler's turns are a few milliseconds. Measured on a busy
    /// machine: at a tenth of this two threads take 2 to 12 times as long as one, from here on they take no longer, and
    /// what they gain on a machine with nothing else to do is for the products below little in absolute terms.</remarks>
    private const double Large = 1e9;

    private static readonly Lock Gate = new();
    private static readonly delegate* unmanaged<int, void> SetNumber;
    private static readonly int All;
    private static volatile int _current;

    static BlasThreads()
    {
        const int ThreadsOfItsOwn = 1;   // 2 is OpenMP, whose number is libtorch's as well
        var kind = (delegate* unmanaged<int>)NativeTorch.Find("openblas_get_parallel");
        var get = (delegate* unmanaged<int>)NativeTorch.Find("openblas_get_num_threads");
        var set = (delegate* unmanaged<int, void>)NativeTorch.Find("openblas_set_num_threads");
        bool chosen = Environment.GetEnvironmentVariable("OPENBLAS_NUM_THREADS") is not null || Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is not null;
        if (Workarounds.Off || chosen || kind is null || get is null || set is null || kind() != ThreadsOfItsOwn)
            return;
        _current = get();
        All = Math.Min(_current, Environment.ProcessorCount);   // which knows of a container's share
        SetNumber = set;
    }

    /// <summary>Call before a matrix product.</summary>
    public static void PrepareFor(Tensor left, Tensor right)
    {
        if (SetNumber is null)
            return;
        var (l, r) = (left.shape, right.shape);
        if (l.Length == 0 || r.Length == 0)
            return;
        // A matrix on the right is one product with all of the left; several matrices are one product after the other.
        double elements = r.Length <= 2 || l.Length < 2 ? left.NumberOfElements : (double)l[^2] * l[^1];
        PrepareFor(left, 2 * elements * (r.Length == 1 ? 1 : r[^1]));
    }

    /// <param name="left">One of the factors.</param>
    /// <param name="operations">Multiplications and additions of each product; 0 for products that shall not be shared out, however large.</param>
    public static Products PrepareFor(Tensor left, double operations)
    {
        // Products of other types are oneDNN's.
        if (SetNumber is null || left.dtype is not (ScalarType.Float32 or ScalarType.Float64) || !left.OnCpu)
            return Products.OnThreadsOfTheirOwn;
        int wanted = operations < Large ? 1 : All;
        if (wanted != _current)
        {
            lock (Gate)
            {
                SetNumber(wanted);   // a product that another thread is at goes on with what it has
                _current = wanted;
            }
        }

        return wanted == 1 ? Products.OnTheirCallers : Products.OnThreadsOfTheirOwn;
    }
}
