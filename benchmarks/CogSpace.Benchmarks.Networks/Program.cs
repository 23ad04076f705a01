using CogSpace;
using CogSpace.Benchmarks.Networks;

try
{
    switch (args)
    {
        case [] or ["--quick"]:
            NetworkSpeeds.Run(quick: args.Length > 0);
            return 0;
        case [SpeedProcess.Child, var request]:
            SpeedProcess.RunOnce(request);
            return 0;
        default:
            Console.Error.WriteLine("Usage: CogSpace.Benchmarks.Networks [--quick]");
            return 2;
    }
}
catch (CogSpaceException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
