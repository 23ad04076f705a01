using System.Diagnostics;
using System.Text.Json;

namespace CogSpace.Cli.Tests;

/// <summary>
/// Whatever is wrong with what was asked for: one sentence, the right exit code, and no file under the output's name.
/// </summary>
public sealed class BadInputTests : IDisposable
{
    private const string Prompt = "a red circle moves up on a white background";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("take 49 or 53", "--frames", "50")]
    [InlineData("multiple of 16", "--width", "100")]
    [InlineData("96 x 64 only", "--height", "80")]
    [InlineData("1 to 1000", "--steps", "0")]
    [InlineData("0 to 100", "--guidance", "-1")]
    [InlineData("\"NaN\" is not a valid number for --guidance", "--guidance", "NaN")]
    [InlineData("\"1e3\" is not a valid number for --guidance", "--guidance", "1e3")]
    [InlineData("\"+5\" is not a valid number for --guidance", "--guidance", "+5")]
    [InlineData("\"٣\" is not a valid number for --guidance", "--guidance", "٣")]
    [InlineData("\"7,5\" is not a valid whole number for --steps; write digits alone, as in 50.", "--steps", "7,5")]
    [InlineData("\"1e3\" is not a valid whole number for --steps", "--steps", "1e3")]
    [InlineData("\"+5\" is not a valid whole number for --steps", "--steps", "+5")]
    [InlineData("\"99999999999\" is not a valid whole number for --width", "--width", "99999999999")]
    [InlineData("is not a valid crop", "--image", "a.png", "--crop", "1e0,0")]
    [InlineData("\"7,5\" is not a valid number for --guidance; fractions have a point", "--guidance", "7,5")]
    [InlineData("\"1,000\" is not a valid number for --guidance", "--guidance", "1,000")]
    [InlineData("\"0,3\" is not a valid number for --step-cache", "--step-cache", "0,3")]
    [InlineData("\"six\" is not a valid number for --guidance", "--guidance", "six")]
    [InlineData("give a whole number from 0 to 18446744073709551615", "--seed", "18446744073709551616")]
    [InlineData("“-2” is not a valid seed", "--seed", "-2")]
    [InlineData("“1e3” is not a valid seed", "--seed", "1e3")]
    [InlineData("“+5” is not a valid seed", "--seed", "+5")]
    [InlineData("“٣” is not a valid seed", "--seed", "٣")]
    [InlineData("“7,5” is not a valid seed", "--seed", "7,5")]
    [InlineData("not a valid number type", "--dtype", "int4")]
    [InlineData("is not a valid device", "--device", "toaster")]
    [InlineData("GPU", "--device", "cuda:77")]
    [InlineData("bfloat16 or float32", "--dtype", "float16", "--device", "cpu")]
    [InlineData("“soon” is not a valid seed", "--seed", "soon")]
    [InlineData("\"4.5\" is not a valid whole number for --frames", "--frames", "4.5")]
    [InlineData("--colour", "--colour", "red")]
    [InlineData("makes videos from an image", "--model", "cogspace-tiny-i2v")]
    [InlineData("goes with --video", "--strength", "0.5")]
    [InlineData("go with --image or --video", "--crop", "0,0")]
    [InlineData("give --image or --video, not both.", "--image", "a.png", "--video", "a.mp4")]
    [InlineData("it goes with --weights int8.", "--cache-weights")]
    [InlineData("not a way to fit", "--image", "a.png", "--fit", "squeeze")]
    [InlineData("does not go with --fit stretch", "--image", "a.png", "--fit", "stretch", "--crop", "0,0")]
    [InlineData("is not a valid crop", "--image", "a.png", "--crop", "left")]
    [InlineData("--scheduler", "--scheduler", "euler")]
    public async Task Generate_ImpossibleOption_ExitsWith2(string says, params string[] options) =>
        await AssertRefusedAsync(2, says, ["--prompt", Prompt, .. options]);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task Generate_EmptyPrompt_ExitsWith2(string prompt) =>
        await AssertRefusedAsync(2, "prompt is empty", "--prompt", prompt);

    [Fact]
    public async Task Generate_NoPrompt_ExitsWith2() =>
        await AssertRefusedAsync(2, "Describe the video: give --prompt, --prompts, or --recipe");

    [Theory]
    [InlineData("no model \"nothing-like-it\"", "--model", "nothing-like-it")]
    [InlineData("no model \"\"", "--model", "")]
    public async Task Generate_WhatIsNotThere_ExitsWith1(string says, params string[] options) =>
        await AssertRefusedAsync(1, says, ["--prompt", Prompt, .. options]);

    [Fact]
    public async Task Generate_FolderWithoutModel_NamesTheMissingFile() =>
        await AssertRefusedAsync(1, "model_index.json", "--prompt", Prompt, "--model", _folder.FullPath);

    [Theory]
    [InlineData("a.png", "--image")]
    [InlineData("a.mp4", "--video")]
    public async Task Generate_FileThatIsMissingOrSomethingElse_SaysSo(string name, string option)
    {
        await AssertRefusedAsync(1, name, "--prompt", Prompt, option, _folder[name]);
        await File.WriteAllTextAsync(_folder[name], "a letter, not a picture");
        await AssertRefusedAsync(1, name, "--prompt", Prompt, option, _folder[name]);
    }

    [Theory]
    [InlineData("choose 0 to 1.", "--strength", "1.5")]
    [InlineData("\"NaN\" is not a valid number for --strength", "--strength", "NaN")]
    [InlineData("at least 0.02", "--strength", "0.01")]
    [InlineData("choose 1 to 8", "--crop", "0,0,9")]
    [InlineData("makes videos from an image", "--model", "cogspace-tiny-i2v")]
    public async Task Generate_ImpossibleOptionOfAVideo_ExitsWith2(string says, params string[] options)
    {
        await DrawnFiles.DrawAsync(_folder["a.mp4"], "-i", "testsrc=size=96x64:rate=8:duration=1");
        await AssertRefusedAsync(2, says, ["--prompt", Prompt, "--video", _folder["a.mp4"], .. options]);
    }

    [Fact]
    public async Task Generate_ImageForAModelOfText_NamesTheModelThatIsNeeded()
    {
        await DrawnScene.SaveAsync(_folder["a.png"], new byte[96 * 64 * 3], 96, 64);
        await AssertRefusedAsync(
            2, "CogVideoX-5b-I2V", "--prompt", Prompt, "--image", _folder["a.png"], "--model", "cogspace-tiny");
    }

    [Fact]
    public async Task Generate_BlackVideo_IsNotKept()
    {
        string model = _folder.CopyOf(Repository.TinyModel);
        byte[] ink = [0x20, 0xC1];                                             // -10 in bfloat16
        Overwrite(Path.Combine(model, "vae", "diffusion_pytorch_model.safetensors"), "decoder.conv_out.conv.bias", ink);
        Overwrite(Path.Combine(model, "vae", "diffusion_pytorch_model.safetensors"), "decoder.conv_out.conv.weight", [0, 0]);

        await AssertRefusedAsync(1, "all black", "--prompt", Prompt, "--steps", "1", "--frames", "9", "--model", model);
    }

    [Fact]
    public async Task Generate_OutputInMissingFolder_SaysSoBeforeAnyWork()
    {
        var run = await CliRun.StartAsync("generate", "--prompt", Prompt, "--output", _folder["no/such/out.mp4"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("there is no folder", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Denoising", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_TwoOutputsInOneFile_ExitsWith2() =>
        await AssertRefusedAsync(2, "the same file", "--prompt", Prompt, "--dump-latents", _folder["out.mp4"]);

    [Fact]
    public async Task Generate_ImpossibleFrames_IsRefusedBeforeTheModelIsLoaded()
    {
        var run = await CliRun.StartAsync("generate", "--prompt", Prompt, "--frames", "50", "--output", _folder["out.mp4"]);
        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("Loading", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_OutputIsFolder_SaysSo()
    {
        var run = await CliRun.StartAsync("generate", "--prompt", Prompt, "--output", _folder.FullPath);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("it is a folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_NoFfmpeg_SaysWhatToInstall()
    {
        string folder = Directory.CreateDirectory(_folder["path"]).FullName;
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : FindOnPath("dotnet");
        File.CreateSymbolicLink(Path.Combine(folder, "dotnet"), dotnet);
        var run = await CliRun.StartProcessAsync(
            new Dictionary<string, string> { ["PATH"] = folder }, "generate", "--prompt", Prompt, "--steps", "1", "--output",
            _folder["out.mp4"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ffmpeg", run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(_folder["out.mp4"]));
    }

    [Fact]
    public async Task Generate_LongPrompt_IsCutAndSaidSo()
    {
        string prompt = Prompt + string.Concat(Enumerable.Repeat(" and a big red heart", 40));
        var run = await CliRun.StartAsync(
            "generate", "--prompt", prompt, "--steps", "1", "--frames", "1", "--seed", "1", "--output", _folder["out.mp4"]);
        Assert.Equal(0, run.ExitCode);
        int said = run.Error.IndexOf("looks at 64", StringComparison.Ordinal);
        Assert.InRange(said, 0, run.Error.IndexOf("out.mp4: ", StringComparison.Ordinal));        // before it was made
        Assert.Equal(said, run.Error.LastIndexOf("looks at 64", StringComparison.Ordinal));        // and once
    }

    [Fact]
    public async Task Generate_EvenLatents_SaysHowManyFramesCome()
    {
        var run = await CliRun.StartAsync(
            "generate", "--prompt", Prompt, "--steps", "1", "--frames", "5", "--seed", "1", "--output", _folder["out.mp4"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("makes 8 frames of 5", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_Interrupted_LeavesWhatWasThere()
    {
        await File.WriteAllTextAsync(_folder["out.mp4"], "an older video");
        using var process = CliRun.Start(null, "generate", "--prompt", Prompt, "--steps", "1000", "--output", _folder["out.mp4"]);
        while (await process.StandardError.ReadLineAsync() is { } line && line != "Denoising")
        {
        }

        using (var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await interrupt.WaitForExitAsync();
        string rest = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("Interrupted", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("Decoding", rest, StringComparison.Ordinal);       // it stops between steps, not after the last
        Assert.Equal("an older video", await File.ReadAllTextAsync(_folder["out.mp4"]));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.FullPath));
    }

    [Fact]
    public async Task Help_NamesEveryOption()
    {
        var run = await CliRun.StartAsync("generate", "--help");
        Assert.Equal(0, run.ExitCode);
        foreach (
            string option in new[]
            {
                "--prompt",
                "--output",
                "--negative-prompt",
                "--model",
                "--seed",
                "--steps",
                "--guidance",
                "--dynamic-guidance",
                "--frames",
                "--width",
                "--height",
                "--dtype",
                "--device",
                "--dump-latents",
            }
        )
            Assert.Contains(option, run.Output, StringComparison.Ordinal);
    }

    private static string FindOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);

    private async Task AssertRefusedAsync(int exitCode, string says, params string[] options)
    {
        var before = _folder.Names.Order().ToList();
        var run = await CliRun.StartAsync(["generate", .. options, "--output", _folder["out.mp4"]]);
        Assert.True(
            run.ExitCode == exitCode && run.Error.Contains(says, StringComparison.Ordinal),
            $"exit code {run.ExitCode}, said: {run.Error}{run.Output}");
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Names.Order());
    }

    // Fills a tensor of a safetensors file with one number.
    private static void Overwrite(string path, string tensor, byte[] number)
    {
        byte[] file = File.ReadAllBytes(path);
        int header = BitConverter.ToInt32(file, 0);
        using var json = JsonDocument.Parse(file.AsMemory(8, header));
        var offsets = json.RootElement.GetProperty(tensor).GetProperty("data_offsets");
        for (int i = offsets[0].GetInt32(); i < offsets[1].GetInt32(); i++)
            file[8 + header + i] = number[i % number.Length];
        File.WriteAllBytes(path, file);
    }
}
