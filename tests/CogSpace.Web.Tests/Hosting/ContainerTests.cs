namespace CogSpace.Web.Tests.Hosting;

/// <summary>What the container may do, and that all that is written at run time has a place there.</summary>
public sealed class ContainerTests
{
    private static readonly string Compose = File.ReadAllText(Path.Combine(Repository.Root, "compose.yaml"));
    private static readonly string Image = File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"));

    [Fact]
    public void EveryService_IsConfined()
    {
        string[] services = Compose.Split("\nservices:\n")[1].Split("\nvolumes:\n")[0].Split("\n\n");

        Assert.Equal(2, services.Length);
        Assert.All(services, service =>
        {
            Assert.Contains("<<: *confined", service, StringComparison.Ordinal);
            Assert.Contains("\"models:/models\", \"data:/data\"", service, StringComparison.Ordinal);
            Assert.DoesNotContain("privileged", service, StringComparison.Ordinal);
        });
        string confined = Compose.Split("\nservices:\n")[0];
        foreach (string limit in (string[])
            [
                "read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "pids_limit:", "mem_limit:", "tmpfs: [\"/tmp:",
            ])
            Assert.Contains(limit, confined, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data__Folder=/data")]
    [InlineData("HF_HOME=/models/")]
    [InlineData("XDG_CACHE_HOME=/data/")]
    [InlineData("CUDA_CACHE_PATH=/data/")]
    [InlineData("VOLUME [\"/models\", \"/data\"]")]
    [InlineData("USER 1000")]
    public void WhatIsWritten_LiesInAVolume(string line) => Assert.Contains(line, Image, StringComparison.Ordinal);
}
