using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace CogSpace.Portable.Tests.TorchSharp;

/// <summary>What is held and what is given back. Alone in the process, because the process's memory is measured.</summary>
[Collection(nameof(ResourceTests))]
public class ResourceTests
{
    [Fact]
    public void TenThousandOperations_LeaveNoMemory()
    {
        using var watch = MemoryUse.Watch();
        Work(500);   // everything that is made once
        long before = MemoryUse.Read(DeviceType.CPU).Allocated;
        long resident = Resident();

        Work(10_000);

        Assert.Equal(before, MemoryUse.Read(DeviceType.CPU).Allocated);
        Assert.InRange(Resident() - resident, long.MinValue, 48L << 20);
    }

    private static void Work(int operations)
    {
        using var a = randn(64, 1024);
        for (int i = 0; i < operations / 10; i++)
        {
            using var scope = NewDisposeScope();
            var b = a * 2 + 1;
            var c = cat([b, b.transpose(0, 1).contiguous().transpose(0, 1)], dim: 1).split([1024, 1024], dim: 1)[1];
            _ = nn.functional.layer_norm(c.to(ScalarType.BFloat16), [1024]).max(1).values[0].item<BFloat16>();
            try
            {
                _ = i % 50 == 0 ? a.matmul(a) : a;
            }
            catch (ExternalException)
            {
            }
        }
    }

    [Fact]
    public void Finalizers_FreeWhatWasForgotten()
    {
        using var watch = MemoryUse.Watch();
        long before = Tensor.TotalCount;

        Forget();
        for (int i = 0; i < 50 && Tensor.TotalCount > before + 100; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.InRange(Tensor.TotalCount, 0, before + 100);
    }

    private static void Forget()
    {
        for (int i = 0; i < 1000; i++)
            _ = zeros(10);
    }

    [Fact]
    public void BigBlocks_AreKeptForReuse()
    {
        zeros(4 << 20).Dispose();

        Assert.True(MemoryUse.Cached >= 16 << 20);
    }

    [Fact]
    public void FourThreads_ComputeAtOnce()
    {
        var sums = new double[4];
        var errors = new string[4];
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using var generator = new Generator((ulong)i, CPU);
            for (int round = 0; round < 50; round++)
            {
                using var scope = NewDisposeScope();
                var a = randn([64, 64], generator: generator);
                sums[i] += a.matmul(a).softmax(-1).sum().item<float>();
                var heads = a.reshape(1, 2, 32, 64).to(ScalarType.BFloat16);
                Assert.True(nn.functional.scaled_dot_product_attention(heads, heads, heads).isfinite().all().item<bool>());
                errors[i] = Assert.Throws<ExternalException>(() => a.matmul(zeros(i + 1, 2))).Message;
            }
        });

        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(50 * 64, sums[i], 0.01);
            Assert.Contains($"(64x64 and {i + 1}x2)", errors[i]);
        }
    }

    [Fact]
    public void Threads_AreAllProcessors()
    {
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
            Assert.Equal(Environment.ProcessorCount, NativeTorch.NumberOfThreads);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }

    [CollectionDefinition(nameof(ResourceTests), DisableParallelization = true)]
    public sealed class Alone;
}
