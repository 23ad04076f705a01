using CogSpace.Training;

namespace CogSpace.Pipeline.Training;

/// <summary>A LoRA in training: two matrices beside each layer that it changes. Disposing it takes them away.</summary>
internal sealed class TrainableLora : IDisposable
{
    public const string Down = "lora_A", Up = "lora_B";

    private readonly List<IDisposable> _attached = [];
    private readonly List<Parameter> _parameters = [];

    /// <summary>A and B of each layer in turn, under the layer's name and "lora_A.weight" or "lora_B.weight".</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <param name="layers">The network's linear layers by name.</param>
    /// <param name="options">Rank, alpha and targets.</param>
    /// <param name="initial">Gives the numbers that a matrix starts with, by its name and its shape: float32 or float64.</param>
    /// <param name="device">Where the network is.</param>
    /// <exception cref="InvalidRequestException">No layer has such a name, or the rank is larger than a layer.</exception>
    public static TrainableLora Attach(
        IReadOnlyDictionary<string, Linear> layers, LoraOptions options, Func<string, long[], Tensor> initial, Device device)
    {
        var lora = new TrainableLora();
        try
        {
            foreach (var (name, layer) in Choose(layers, options))
                lora.Attach(name, layer, options, initial, device);
            return lora;
        }
        catch
        {
            lora.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var attached in _attached)
            attached.Dispose();
        foreach (var parameter in _parameters)
            parameter.Dispose();
        _attached.Clear();
        _parameters.Clear();
    }

    /// <summary>The layers that a LoRA changes: those whose names end in a target.</summary>
    /// <exception cref="InvalidRequestException">A target is the end of no name, or the rank is larger than a layer.</exception>
    public static IReadOnlyList<(string Name, T Layer)> Choose<T>(
        IReadOnlyDictionary<string, T> layers, LoraOptions options, Func<T, IReadOnlyList<long>> shapeOf)
    {
        static bool Fits(string name, string target) =>
            name == target || name.EndsWith($".{target}", StringComparison.Ordinal);
        foreach (string target in options.Targets.Where(target => !layers.Keys.Any(name => Fits(name, target))))
            throw new InvalidRequestException($"No layer of the model is called {target}. Its layers are called, for example, " +
                $"{string.Join(", ", layers.Keys.Order(StringComparer.Ordinal).Take(4))}.");
        (string Name, T Layer)[] chosen =
        [
            .. layers.Where(layer => options.Targets.Any(target => Fits(layer.Key, target)))
                .OrderBy(layer => layer.Key, StringComparer.Ordinal)
                .Select(layer => (layer.Key, layer.Value)),
        ];
        foreach (var (name, layer) in chosen)
        {
            long most = shapeOf(layer).Min();
            if (options.Rank < 1 || options.Rank > most)
                throw new InvalidRequestException(
                    $"A rank of {options.Rank} is not possible for {name}: choose 1 to {most}.");
        }

        return chosen;
    }

    private static IReadOnlyList<(string Name, Linear Layer)> Choose(
        IReadOnlyDictionary<string, Linear> layers, LoraOptions options) => Choose(layers, options, layer => layer.Shape);

    private void Attach(
        string name, Linear layer, LoraOptions options, Func<string, long[], Tensor> initial, Device device)
    {
        using var scope = NewDisposeScope();
        var down = Add($"{name}.{Down}.weight", [options.Rank, layer.Shape[1]]);
        var up = Add($"{name}.{Up}.weight", [layer.Shape[0], options.Rank]);
        _attached.Add(layer.Beside(new LoraLayer(down, up, options.Factor)));

        Parameter Add(string parameter, long[] shape)
        {
            var value = scope.Detach(initial(parameter, shape).to(device, copy: true));     // what is given stays the giver's
            _parameters.Add(Parameter.New(parameter, value));
            return _parameters[^1];
        }
    }
}
