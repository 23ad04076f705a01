using Xunit.Sdk;
using Xunit.v3;

[assembly: TestPipelineStartup(typeof(CogSpace.Golden.Tests.GoldenStartup))]

namespace CogSpace.Golden.Tests;

/// <summary>Refuses a set or a device that does not exist once, before the first test, instead of once for each case.</summary>
public sealed class GoldenStartup : ITestPipelineStartup
{
    public ValueTask StartAsync(IMessageSink diagnosticMessageSink)
    {
        GoldenSet.OpenChosen();
        GoldenDevice.Choose();
        return default;
    }

    public ValueTask StopAsync() => default;
}
