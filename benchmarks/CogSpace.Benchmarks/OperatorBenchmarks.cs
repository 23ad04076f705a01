using BenchmarkDotNet.Attributes;
using TorchSharp;
using static TorchSharp.torch;

namespace CogSpace.Benchmarks;

/// <summary>What one call of an operator costs when there is next to nothing to compute.</summary>
public class OperatorBenchmarks : IDisposable
{
    private readonly Tensor _one = zeros(1);
    private readonly Tensor _matrix = zeros(4, 4);

    [Benchmark(Baseline = true)]
    public void Add() => (_one + _one).Dispose();

    [Benchmark]
    public void AddScalar() => (_one + 1.0).Dispose();

    [Benchmark]
    public void AddInScope()
    {
        using var scope = NewDisposeScope();
        _ = _one + _one;
    }

    [Benchmark]
    public void Transpose() => _matrix.transpose(0, 1).Dispose();

    [Benchmark]
    public void Cat() => cat([_matrix, _matrix], dim: 0).Dispose();

    [Benchmark]
    public void Linear() => nn.functional.linear(_matrix, _matrix).Dispose();

    [GlobalCleanup]
    public void Dispose()
    {
        _one.Dispose();
        _matrix.Dispose();
        GC.SuppressFinalize(this);
    }
}
