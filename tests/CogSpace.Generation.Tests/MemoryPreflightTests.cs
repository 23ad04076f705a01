using CogSpace.Pipeline;

namespace CogSpace.Generation.Tests;

/// <summary>What fits is chosen before anything is loaded; what does not is refused with the numbers.</summary>
public sealed class MemoryPreflightTests : IDisposable
{
    private const long Gigabyte = 1_000_000_000;

    private static readonly PipelineOptions Options = new() { Device = "cpu", Type = ComputeType.BF16 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Choose_LessAndLessIsFree_TakesLessAndLess()
    {
        // Ten blocks of T5 and eight of a transformer as wide as 5B.
        var model = Wide(heads: 48, blocks: 8, textBlocks: 10);
        var plan = model.Plan(Request with { Frames = 9, Width = 192, Height = 128 });
        var preflight = new MemoryPreflight(model, Options);
        var needs = model.Memory(plan, Options);
        Assert.True(needs.Resident > needs.Model && needs.Model > needs.Sequential, $"{needs}");

        Assert.Equal(MemoryMode.Resident, preflight.Choose(plan, free: null).Mode);
        Assert.Equal(MemoryMode.Resident, preflight.Choose(plan, 2 * needs.Resident).Mode);
        Assert.Equal(MemoryMode.Model, preflight.Choose(plan, needs.Resident).Mode);
        Assert.Equal(MemoryMode.Sequential, preflight.Choose(plan, needs.Model).Mode);
        Assert.Equal(MemoryMode.Sequential, preflight.Choose(plan, 2 * Gigabyte).Mode);
        var refusal = Assert.Throws<InvalidRequestException>(() => preflight.Choose(plan, needs.Sequential));
        foreach (long number in new[] { needs.Resident, needs.Model, needs.Sequential })
            Assert.Contains(ByteSize.Format(number), refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"{ByteSize.Format(needs.Sequential)} are free", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_ModeThatWasAskedFor_IsKeptOrRefused()
    {
        var model = Wide(heads: 30, blocks: 4, textBlocks: 4);
        var plan = model.Plan(Request with { Frames = 9, Width = 192, Height = 128 });
        var resident = new MemoryPreflight(model, Options with { Memory = MemoryMode.Resident });
        Assert.Contains(
            "resident was asked for",
            Assert.Throws<InvalidRequestException>(() => resident.Choose(plan, 2 * Gigabyte)).Message,
            StringComparison.Ordinal);
        var sequential = new MemoryPreflight(model, Options with { Memory = MemoryMode.Sequential });
        Assert.Equal(MemoryMode.Sequential, sequential.Choose(plan, 100 * Gigabyte).Mode);
    }

    [Fact]
    public void Choose_LargePictures_TilesOnlyWhereNothingElseFits()
    {
        var model = Wide(heads: 30, blocks: 1, textBlocks: 1);
        var plan = model.Plan(Request with { Frames = 9 });
        var preflight = new MemoryPreflight(model, Options);
        Assert.False(preflight.Choose(plan, 100 * Gigabyte).Tiled);
        Assert.False(preflight.Choose(plan, (long)(model.Memory(plan, Options).Sequential / 0.9) + 1000).Tiled);
        Assert.True(preflight.Choose(plan, model.Memory(plan, Options).Sequential).Tiled);
        Assert.False(new MemoryPreflight(model, Options with { Tiling = false }).Choose(plan, 100 * Gigabyte).Tiled);
        Assert.True(new MemoryPreflight(model, Options with { Tiling = true }).Choose(plan, 100 * Gigabyte).Tiled);
    }

    [Fact]
    public void Fit_AbsurdSize_IsRefusedBeforeAnythingIsLoaded()
    {
        var model = Wide(heads: 48, blocks: 1, textBlocks: 1);
        using var host = new ModelHost(Options);
        var plan = model.Plan(Request with { Frames = 1025, Width = 4096, Height = 4096 });
        var error = Assert.Throws<InvalidRequestException>(() => host.Fit(model, plan));
        Assert.Contains("1025 frames of 4096 x 4096", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakeAsync_MemoryRunsOutOnce_GoesOnWithLess()
    {
        var model = Model.Open(Repository.TinyModel);
        var plan = model.Plan(Request);
        using var host = new ModelHost(Options);
        var tried = new List<MemoryMode>();
        var mode = await host.MakeAsync(model, plan, host.Fit(model, plan), (pipeline, _, way) =>
        {
            Assert.Equal(way.Mode, pipeline.Memory);
            tried.Add(way.Mode);
            return tried.Count == 1 ? throw new MemoryShortageException("Memory ran out.") : Task.FromResult(way.Mode);
        }, cancel: TestContext.Current.CancellationToken);
        Assert.Equal([MemoryMode.Resident, MemoryMode.Model], tried);
        Assert.Equal(MemoryMode.Model, mode);
    }

    [Fact]
    public async Task MakeAsync_MemoryRunsOutTwice_FailsWithTheNumbers()
    {
        var model = Model.Open(Repository.TinyModel);
        var plan = model.Plan(Request);
        using var host = new ModelHost(Options);
        int tries = 0;
        var error = await Assert.ThrowsAsync<MemoryShortageException>(() =>
            host.MakeAsync<int>(
                model,
                plan,
                host.Fit(model, plan),
                (_, _, _) =>
                {
                    tries++;
                    throw new MemoryShortageException("Memory ran out.");
                },
                cancel: TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(2, tries);
        Assert.Matches(
            "Tried: resident, about .* then model, about .* were free before, .* now. Fewer frames or a smaller size take less.$",
            error.Message);
    }

    [Theory]
    [InlineData("2000000000\n", "500000000\n", "anon 1\ninactive_file 100000000\n", 1_600_000_000L)]
    [InlineData("2000000000\n", "2500000000\n", "", 0L)]
    [InlineData("max\n", "500000000\n", "", null)]
    public void OfGroup_WhatAContainerHasLeft(string max, string current, string stat, long? expected)
    {
        File.WriteAllText(_folder["memory.max"], max);
        File.WriteAllText(_folder["memory.current"], current);
        File.WriteAllText(_folder["memory.stat"], stat);
        Assert.Equal(expected, FreeMemory.OfGroup(_folder.FullPath));
    }

    [Theory]
    [InlineData("unlimited", "unlimited", null)]
    [InlineData("900000000", "unlimited", 900_000_000L - (600_000L << 10) - (160L << 20))]
    [InlineData("900000000", "10200000000", 10_200_000_000L - (8_700_000L << 10) - (1200L << 20))]
    [InlineData("100000000", "unlimited", 0L)]
    public void OfLimits_WhatAShellLeft(string data, string space, long? expected)
    {
        File.WriteAllText(
            _folder["limits"],
            $"Limit                     Soft Limit           Hard Limit           Units     \nMax data size            " +
            $" {data}            unlimited            bytes     \nMax address space         {space}            " +
            "unlimited            bytes     \n"
        );
        File.WriteAllText(
            _folder["status"], "Name:\tcogspace\nVmPeak:\t 8800000 kB\nVmSize:\t 8700000 kB\nVmData:\t  600000 kB\n");
        Assert.Equal(expected, FreeMemory.OfLimits(_folder.FullPath));
    }

    private Model Wide(int heads, int blocks, int textBlocks) =>
        Model.Open(WideModel.Write(_folder.FullPath, Repository.TinyModel, heads, blocks, textBlocks));

    private static TextToVideo Request => new() { Prompt = "a red circle", Seed = 1, Steps = 1 };
}
