using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Transformer;
using CogSpace.Training;

namespace CogSpace.Pipeline.Training;

/// <summary>Makes the batch of each pass: clips in a random order, noise, timesteps, and now and then no prompt.</summary>
/// <remarks>A batch follows from the seed and the number of its pass alone.</remarks>
internal sealed class BatchSource
{
    private readonly IReadOnlyList<EncodedClip> _clips;
    private readonly EncodedClip _noPrompt;
    private readonly TransformerConfig _config;
    private readonly TrainingOptions _options;
    private readonly Device _device;
    private (long Epoch, int[] Clips) _order = (-1, []);

    /// <param name="data">Files of encoded clips.</param>
    /// <param name="config">Of the transformer that they are for.</param>
    /// <param name="options">Batch size, seed and prompt dropout.</param>
    /// <param name="device">Where the batches are needed.</param>
    /// <exception cref="InvalidRequestException">A clip is not of this model, or of another size than the others.</exception>
    /// <exception cref="ModelLoadException">A file is missing or damaged.</exception>
    public BatchSource(TrainingData data, TransformerConfig config, TrainingOptions options, Device device)
    {
        if (data.Clips.Count == 0)
            throw new InvalidRequestException("There are no clips to learn from.");
        (_config, _options, _device) = (config, options, device);
        _clips = [.. data.Clips.Select(EncodedClip.Open)];
        _noPrompt = EncodedClip.Open(new TrainingClip("the empty prompt", data.NoPrompt));
        foreach (var clip in _clips)
            Check(clip);
        CheckText(_noPrompt);
    }

    /// <summary>(F, C, H, W) of the largest clip.</summary>
    public long[] LargestClip =>
        _clips.MaxBy(clip => clip.Size.Aggregate(1L, (product, size) => product * size))!.Size;

    /// <summary>Names of the clips of a pass.</summary>
    public IEnumerable<string> NamesOf(long pass) => ClipsOf(pass).Select(clip => clip.Name);

    /// <returns>Tensors of the current scope.</returns>
    public TrainingBatch Batch(long pass, int timesteps)
    {
        using var scope = NewDisposeScope();
        var draws = new RandomDraws(_options.Seed, (ulong)pass);
        EncodedClip[] clips = [.. ClipsOf(pass)];
        int[] drawn = [.. clips.Select(_ => draws.Next(timesteps))];
        var text = cat([.. clips.Select(clip => (draws.NextFraction() < _options.Dropout ? _noPrompt : clip).ReadText())]);
        var image = TakesImages
            ? cat([.. clips.Select(clip => clip.ReadImage(draws.Next((int)clip.ImageSize[0])))])
            : null;
        var clean = TrainingBatch.FillFront(cat([.. clips.Select(clip => clip.ReadLatents())]), _config.FramesPerPatch);
        using var source = new NoiseSource(draws.NextSeed());
        var noise = source.Draw(clean.shape, clean.dtype, _device);
        Tensor Brought(Tensor x) => scope.MoveToOuter(x.to(_device));
        return new TrainingBatch(Brought(clean), Brought(noise), drawn, Brought(text), image is null ? null : Brought(image));
    }

    private bool TakesImages => _config.InChannels != _config.OutChannels;

    private IEnumerable<EncodedClip> ClipsOf(long pass)
    {
        for (long i = pass * _options.BatchSize; i < (pass + 1) * _options.BatchSize; i++)
        {
            long epoch = i / _clips.Count;
            if (_order.Epoch != epoch)
                _order = (epoch, new RandomDraws(~_options.Seed, (ulong)epoch).Order(_clips.Count));
            yield return _clips[_order.Clips[i % _clips.Count]];
        }
    }

    private void Check(EncodedClip clip)
    {
        if (clip.Size is not [> 0, var channels, var height, var width] || channels != _config.OutChannels
            || height % _config.PatchSize != 0 || width % _config.PatchSize != 0)
            throw new InvalidRequestException(
                $"{clip.Name} has latents of ({string.Join(", ", clip.Size)}); the model takes (frames, {_config.OutChannels}, " +
                $"height, width), height and width being multiples of {_config.PatchSize}.");
        if (_config.UseLearnedPositionalEmbeddings && (height, width) != (_config.SampleHeight, _config.SampleWidth))
            throw new InvalidRequestException(
                $"{clip.Name} has latents of {height} x {width}; this model has learned its positions for " +
                $"{_config.SampleHeight} x {_config.SampleWidth} only.");
        if (TakesImages && (clip.ImageSize is not [> 0, ..] || !clip.ImageSize.Skip(1).SequenceEqual(clip.Size.Skip(1))))
            throw new InvalidRequestException(
                $"{clip.Name} has no latents of its first frame, and this model makes videos from images.");
        if (_options.BatchSize > 1 && !clip.Size.SequenceEqual(_clips[0].Size))
            throw new InvalidRequestException(
                $"{clip.Name} has latents of ({string.Join(", ", clip.Size)}), and {_clips[0].Name} of " +
                $"({string.Join(", ", _clips[0].Size)}). Clips of different sizes need a batch size of 1.");
        CheckText(clip);
    }

    private void CheckText(EncodedClip clip)
    {
        if (clip.TextSize is not [var words, var width] || words != _config.MaxTextSeqLength || width != _config.TextEmbedDim)
            throw new InvalidRequestException(
                $"The prompt's embedding of {clip.Name} is ({string.Join(", ", clip.TextSize)}); the model takes " +
                $"({_config.MaxTextSeqLength}, {_config.TextEmbedDim}).");
    }
}
