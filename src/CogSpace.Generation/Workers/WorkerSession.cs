using System.Diagnostics.CodeAnalysis;

namespace CogSpace.Generation.Workers;

/// <summary>Carries out a server's orders, one at a time.</summary>
/// <param name="channel">To the server.</param>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as its process, which may end in the middle of an order.")]
internal sealed class WorkerSession(MessageChannel channel)
{
    private readonly Outbox _outbox = new();
    private volatile CancellationTokenSource? _order;       // of the order that is carried out

    /// <returns>Whether the server said that it is enough; else it is gone, and an order may still be carried out.</returns>
    /// <exception cref="InvalidDataException">The server does not keep to the protocol.</exception>
    public async Task<bool> RunAsync()
    {
        if (await channel.ReceiveAsync() is not { } first)
            return false;
        if (first is not Begin { Protocol: Begin.CurrentProtocol, Options: var options })
            throw new InvalidDataException($"The server is of another version: it begins with {first.GetType().Name}.");

        var generator = Generator.Create(options);       // never disposed: the process ends, perhaps in the middle of its work
        var sending = SendAsync();
        _ = Task.Run(() => _outbox.Add(Describe(generator, options)));
        while (!sending.IsCompleted)
        {
            switch (await channel.ReceiveAsync())
            {
                case Cancel:
                    _order?.Cancel();
                    break;
                case LoadModel load:
                    CarryOut(async cancel =>
                    {
                        await generator.LoadAsync(Find(generator, load.Model), load.Type, cancel);
                        return new Loaded(LinuxMemory.Resident);
                    });
                    break;
                case MakeVideo make:
                    CarryOut(async cancel =>
                    {
                        var result = await generator.GenerateAsync(
                            make.Plan, Find(generator, make.Model), make.Output, new Progress(_outbox), make.Type, cancel);
                        return new Made(result, LinuxMemory.Resident);
                    });
                    break;
                case PostProcessVideo order:
                    CarryOut(async cancel =>
                    {
                        var result = await generator.PostProcessAsync(
                            order.Video, order.Wanted, order.Output, new Progress(_outbox), cancel);
                        return new PostProcessed(result, LinuxMemory.Resident);
                    });
                    break;
                case Stop:
                    return true;
                case null:
                    return false;
                case var other:
                    throw new InvalidDataException($"The server sent {other.GetType().Name}.");
            }
        }

        return false;
    }

    private static Ready Describe(Generator generator, GeneratorOptions options)
    {
        var (device, problem) = Try(() => DeviceReport.Of(options.Pipeline));
        var (place, reason) = Try(generator.PostProcessor.DescribePlace);
        return new Ready(
            device, problem,
            place is not null ? $"Upscaling and interpolation compute on {place}" : reason!.Message);
    }

    private static (T? Found, WorkerFailure? Problem) Try<T>(Func<T> find)
        where T : class
    {
        try
        {
            return (find(), null);
        }
        catch (CogSpaceException e)     // the orders that need it will say so too
        {
            return (null, WorkerFailure.Of(e));
        }
    }

    private static ModelInfo Find(Generator generator, ModelPlace model) =>
        generator.Models.OpenFolder(model.Folder, model.Name);

    private void CarryOut(Func<CancellationToken, Task<Ended>> work)
    {
        if (_order is not null)
            throw new InvalidDataException("The server sent an order before the last one had ended.");
        var order = _order = new CancellationTokenSource();
        _ = Task.Run(async () =>
        {
            Ended end;
            try
            {
                end = await work(order.Token);
            }
            catch (Exception e)
            {
                end = new Failed(WorkerFailure.Of(e), LinuxMemory.Resident);
            }

            _order = null;
            _outbox.Add(end);
        });
    }

    // Until the server is gone, which the reader hears of as well.
    private async Task SendAsync()
    {
        try
        {
            while (true)
                await channel.SendAsync(await _outbox.TakeAsync());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
    }

    private sealed class Progress(Outbox outbox) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => outbox.Add(new Progressed(value));
    }
}
