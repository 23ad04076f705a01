using CogSpace.PostProcess.Networks;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Pictures of a case as (1, 3, H, W), of any floating-point type.</summary>
internal static class GoldenPlanes
{
    public static Planes ToPlanes(Tensor picture)
    {
        using var scope = NewDisposeScope();
        var wide = picture.to(ScalarType.Float32).contiguous();
        return new Planes((int)picture.shape[^1], (int)picture.shape[^2], wide.data<float>().ToArray());
    }

    public static Tensor ToTensor(Planes picture) =>
        tensor(picture.Values).reshape(1, Planes.Count, picture.Height, picture.Width);

    public static IEnumerable<string> Inputs(GoldenCase golden, string prefix) =>
        golden.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);
}
