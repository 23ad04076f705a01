using System.Runtime.InteropServices;
using CogSpace.PostProcess.Networks;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CogSpace.PostProcess.Onnx;

/// <summary>Pictures to what ONNX Runtime computes with, and back.</summary>
internal static class NetworkTensors
{
    /// <summary>Pictures of one size as the channels of one value.</summary>
    public static OrtValue Join(ReadOnlySpan<Planes> pictures, bool half)
    {
        var (first, length) = (pictures[0], pictures[0].Values.Length);
        long[] shape = [1, pictures.Length * Planes.Count, first.Height, first.Width];
        var value = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, half ? TensorElementType.Float16 : TensorElementType.Float, shape);
        var bytes = value.GetTensorMutableRawData();
        for (int i = 0; i < pictures.Length; i++)
        {
            if (half)
                Round(pictures[i].Values, MemoryMarshal.Cast<byte, Half>(bytes).Slice(i * length, length));
            else
                pictures[i].Values.CopyTo(MemoryMarshal.Cast<byte, float>(bytes).Slice(i * length, length));
        }

        return value;
    }

    /// <summary>One number as (1, 1, 1, 1).</summary>
    public static OrtValue Number(float number, bool half)
    {
        var value = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, half ? TensorElementType.Float16 : TensorElementType.Float, [1, 1, 1, 1]);
        var bytes = value.GetTensorMutableRawData();
        if (half)
            MemoryMarshal.Write(bytes, (Half)number);
        else
            MemoryMarshal.Write(bytes, number);
        return value;
    }

    public static Planes ToPlanes(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        var planes = new Planes((int)info.Shape[3], (int)info.Shape[2]);
        var bytes = value.GetTensorMutableRawData();
        if (info.ElementDataType == TensorElementType.Float16)
            Widen(MemoryMarshal.Cast<byte, Half>(bytes), planes.Values);
        else
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(planes.Values);
        return planes;
    }

    private static void Round(ReadOnlySpan<float> from, Span<Half> to)
    {
        for (int i = 0; i < from.Length; i++)
            to[i] = (Half)from[i];
    }

    private static void Widen(ReadOnlySpan<Half> from, Span<float> to)
    {
        for (int i = 0; i < from.Length; i++)
            to[i] = (float)from[i];
    }
}
