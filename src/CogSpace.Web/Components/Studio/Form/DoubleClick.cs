using System.Diagnostics;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>Tells the second half of a double click from a wish for another video.</summary>
internal sealed class DoubleClick
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private (GenerationRequest Request, string Seed, string? Model)? _last;
    private long _at;

    /// <param name="request">What is asked for.</param>
    /// <param name="seed">As the visitor wrote it: a random seed is another one in each request.</param>
    /// <param name="model">By name; null: none takes part.</param>
    public bool Repeats(GenerationRequest request, string seed = "", string? model = null) =>
        _last == (request with { Seed = 0 }, seed, model) && Stopwatch.GetElapsedTime(_at) < Longest;

    /// <summary>It was accepted just now.</summary>
    public void Accepted(GenerationRequest request, string seed, string? model) =>
        (_last, _at) = ((request with { Seed = 0 }, seed, model), Stopwatch.GetTimestamp());
}
