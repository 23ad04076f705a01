namespace CogSpace.Pipeline.Transformer;

/// <summary>Positions of the rows and columns of patches.</summary>
/// <param name="Rows">One position per row, top to bottom.</param>
/// <param name="Columns">One position per column, left to right.</param>
internal sealed record RotaryGrid(float[] Rows, float[] Columns)
{
    /// <summary>
    /// Lays the patches over the largest centred region of the trained grid that has their aspect ratio,
    /// so that other sizes fall between the positions the model knows.
    /// </summary>
    /// <remarks>Source: CogVideoX 1.0; diffusers pipeline_cogvideox.py, get_resize_crop_region_for_grid.</remarks>
    public static RotaryGrid Cropped(int rows, int columns, int trainedRows, int trainedColumns)
    {
        var (top, left, bottom, right) = CropRegion(rows, columns, trainedRows, trainedColumns);
        return new(Spread(top, bottom, rows), Spread(left, right, columns));
    }

    /// <summary>Positions 0, 1, 2, ... whatever the model was trained on.</summary>
    /// <remarks>Source: CogVideoX 1.5; diffusers get_3d_rotary_pos_embed with grid_type "slice".</remarks>
    public static RotaryGrid Plain(int rows, int columns) => new(Count(rows), Count(columns));

    /// <summary>The region of the trained grid, rounded half to even as Python rounds.</summary>
    public static (int Top, int Left, int Bottom, int Right) CropRegion(
        int rows, int columns, int trainedRows, int trainedColumns)
    {
        double aspect = (double)rows / columns;
        var (height, width) = aspect > (double)trainedRows / trainedColumns
            ? (trainedRows, Round((double)trainedRows / rows * columns))
            : (Round((double)trainedColumns / columns * rows), trainedColumns);
        int top = Round((trainedRows - height) / 2.0);
        int left = Round((trainedColumns - width) / 2.0);
        return (top, left, top + height, left + width);
    }

    private static float[] Count(int count) => [.. Enumerable.Range(0, count).Select(i => (float)i)];

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.ToEven);

    // count positions from start on that would reach stop with the next one.
    // As torch.linspace has them to the last bit: float32, from both ends to the middle, each product and sum rounded once.
    private static float[] Spread(int start, int stop, int count)
    {
        float last = (float)((double)stop * (count - 1) / count);
        float step = count > 1 ? (last - start) / (count - 1) : 0;
        return [.. Enumerable.Range(0, count).Select(i => i < count / 2
            ? MathF.FusedMultiplyAdd(step, i, start)
            : MathF.FusedMultiplyAdd(-step, count - 1 - i, last))];
    }
}
