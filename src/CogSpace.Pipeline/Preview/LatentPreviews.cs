using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline.Preview;

/// <summary>Previews of one model's videos.</summary>
/// <param name="vae">Lent when the projection has to be fitted.</param>
/// <param name="file">Where the projection is kept.</param>
/// <param name="config">The autoencoder's.</param>
/// <param name="place">Where it computes.</param>
/// <param name="interval">Between two pictures of a video, at least.</param>
internal sealed class LatentPreviews(
    NetworkSlot<CogVideoXVae> vae, ProjectionFile file, VaeConfig config, ComputePlace place, TimeSpan interval)
{
    private LatentProjection? _projection;

    /// <summary>Of one video.</summary>
    /// <param name="skip">Latent frames at the front that are not shown.</param>
    /// <param name="cancel">Looked at while fitting.</param>
    public LatentPreview Start(long skip, CancellationToken cancel)
    {
        _projection ??= file.Read(config.LatentChannels) ?? Fit(cancel);
        return new LatentPreview(_projection, skip, interval);
    }

    private LatentProjection Fit(CancellationToken cancel)
    {
        using var lease = vae.Borrow(cancel);
        var projection = new ProjectionFitting(lease.Network, config, place.Type, place.Device).Fit(cancel);
        file.TryWrite(projection);
        return projection;
    }
}
