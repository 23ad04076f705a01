using System.Runtime.InteropServices;
using CogSpace.Weights;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>A LoRA that the host put beside the models.</summary>
public sealed class LoraTests(Chromium chromium)
{
    private const int Rank = 2;
    private const int Width = 128;      // of the small models' tokens

    [Fact]
    public async Task Lora_ChangesTheVideo_AndScaleZeroDoesNot()
    {
        using var folder = new TemporaryFolder();
        WriteLora(Prepare(folder, "style.safetensors"), Width);
        await using var server = await StudioServer.StartAsync("Studio__Steps=3", $"Models__Folder={folder.FullPath}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);

        var plain = await MakeAsync(studio, folder, null);
        var styled = await MakeAsync(studio, folder, "1");
        await Assertions.Expect(studio.Page.Locator(".facts")).ToContainTextAsync("style, 1");
        var ignored = await MakeAsync(studio, folder, "0");

        Assert.NotEqual(plain, styled);
        Assert.Equal(plain, ignored);
        await studio["reuse"].ClickAsync();
        await Assertions.Expect(studio["lora"]).ToHaveValueAsync("style.safetensors");
        await Assertions.Expect(studio["lora-scale"]).ToHaveValueAsync("0");
    }

    [Fact]
    public async Task Lora_ForAnotherModelOrGone_IsRefusedByASentence()
    {
        using var folder = new TemporaryFolder();
        string path = Prepare(folder, "other.safetensors");
        WriteLora(path, 2 * Width);
        await using var server = await StudioServer.StartAsync("Studio__Steps=1", $"Models__Folder={folder.FullPath}");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        await studio["settings"].ClickAsync();
        await studio["lora"].SelectOptionAsync("other.safetensors");

        await studio.GenerateAsync("a red circle", "1");
        string error = await studio.ErrorAsync();
        Assert.Contains("transformer_blocks.0.attn1.to_q", error, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.FullPath, error, StringComparison.Ordinal);

        File.Delete(path);
        await studio["generate"].ClickAsync();
        await Assertions.Expect(studio["error"].First).ToContainTextAsync("no such LoRA");
    }

    private static async Task<IReadOnlyList<byte[]>> MakeAsync(Studio studio, TemporaryFolder folder, string? scale)
    {
        if (scale is not null)
        {
            if (!await studio["lora"].IsVisibleAsync())
                await studio["settings"].ClickAsync();
            await studio["lora"].SelectOptionAsync("style.safetensors");
            await studio["lora-scale"].FillAsync(scale);
        }

        await File.WriteAllBytesAsync(
            folder["clip.mp4"], await studio.MakeAsync("a red circle moves up on a white background", "5"),
            TestContext.Current.CancellationToken);
        return (await DecodedClip.ReadAsync(folder["clip.mp4"])).Frames; // the files differ by their recipes
    }

    // A models folder with the small model and room for a LoRA.
    private static string Prepare(TemporaryFolder folder, string name)
    {
        foreach (string file in Directory.EnumerateFiles(Repository.TinyModel, "*", SearchOption.AllDirectories))
        {
            string copy = folder["cogspace-tiny", Path.GetRelativePath(Repository.TinyModel, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return Path.Combine(Directory.CreateDirectory(folder["loras"]).FullName, name);
    }

    private static void WriteLora(string path, int width)
    {
        var random = new Random(7);
        ReadOnlyMemory<byte> Numbers() =>
            MemoryMarshal
                .AsBytes(
                    Enumerable
                        .Range(0, Rank * width)
                        .Select(_ => (float)((random.NextDouble() - 0.5) * 0.6))
                        .ToArray()
                        .AsSpan()
                )
                .ToArray();
        SafetensorsWriter.Write(
            path,
            [
                ("transformer.transformer_blocks.0.attn1.to_q.lora_A.weight", ElementType.F32, [Rank, width], Numbers()),
                ("transformer.transformer_blocks.0.attn1.to_q.lora_B.weight", ElementType.F32, [width, Rank], Numbers()),
            ]
        );
    }
}
