global using CogSpace.Pipeline.Hardware;
global using CogSpace.Pipeline.Layers;
global using CogSpace.Pipeline.Memory;
global using CogSpace.Pipeline.Weights;
global using TorchSharp;
global using static TorchSharp.torch;
