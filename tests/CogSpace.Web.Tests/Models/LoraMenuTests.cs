using CogSpace.Generation;
using CogSpace.Generation.Hub;
using CogSpace.Web.Models;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Models;

/// <summary>Which LoRAs in the models folder visitors can pick, and what a name of one may be.</summary>
public sealed class LoraMenuTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FilesAndFoldersOfPeft_AreOffered()
    {
        string loras = Directory.CreateDirectory(_folder["loras"]).FullName;
        File.Copy(FieldFiles.Path("kohya.safetensors"), Path.Combine(loras, "Style.safetensors"));
        File.WriteAllText(Path.Combine(loras, "notes.txt"), "");
        Directory.CreateDirectory(Path.Combine(loras, "empty"));
        CopyFolder(FieldFiles.Path("peftdir"), Path.Combine(loras, "ink"));
        var menu = Menu();

        Assert.Equal(["ink", "Style.safetensors"], menu.Offered);
        var request = menu.WithPaths(Request("ink", "Style.safetensors"));
        Assert.Equal(
            [Path.Combine(loras, "ink"), Path.Combine(loras, "Style.safetensors")], request.Loras!.Select(lora => lora.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../loras/ink")]
    [InlineData("ink/adapter_model.safetensors")]
    [InlineData("empty")]
    [InlineData("gone.safetensors")]
    public void WhatIsNotOffered_IsRefused(string name)
    {
        CopyFolder(FieldFiles.Path("peftdir"), _folder["loras", "ink"]);
        CopyFolder(FieldFiles.Path("peftdir"), _folder.FullPath);       // the models folder itself has weights, too
        Directory.CreateDirectory(_folder["loras", "empty"]);

        var e = Assert.Throws<InvalidRequestException>(() => Menu().WithPaths(Request(name)));

        Assert.StartsWith("There is no such LoRA on this server", e.Message, StringComparison.Ordinal);
    }

    private LoraMenu Menu()
    {
        var hub = new HubOptions { CacheFolder = _folder["hub"] };
        return new(new ModelMenu(
            Options.Create(new ModelsOptions { Folder = _folder.FullPath }), hub, new ModelCatalog(_folder.FullPath, hub),
            TimeProvider.System));
    }

    private static TextToVideo Request(params string[] names) =>
        new() { Prompt = "a red circle", Seed = 1, Loras = [.. names.Select(name => new LoraFile(name))] };

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
