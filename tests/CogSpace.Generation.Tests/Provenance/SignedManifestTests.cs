using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CogSpace.Generation.Provenance;

namespace CogSpace.Generation.Tests.Provenance;

[SupportedOSPlatform("linux")]
public sealed class SignedManifestTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.FromHours(2));
    private readonly TemporaryFolder _folder = new();
    private readonly SigningKey _key;

    public SignedManifestTests() => _key = SigningKey.OpenOrCreate(_folder["key.pem"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AFile_IsVerifiedByItsManifest_AndIsNotTouched()
    {
        string file = Write("a.mp4", "frames");

        await ManifestFile.WriteAsync(file, Recipe(), _key, Now, Cancel);

        Assert.Equal("frames", await File.ReadAllTextAsync(file, Cancel));
        var manifest = await ManifestFile.VerifyAsync(file, $"{file}.manifest.json", _key.Public, Cancel);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("frames"u8)), manifest.Sha256);
        Assert.Equal((6L, "cogspace-tiny", _key.Public.Id), (manifest.Bytes, manifest.Model, manifest.Key));
        Assert.Equal(Recipe(), manifest.Recipe);
        Assert.StartsWith("CogSpace ", manifest.Program, StringComparison.Ordinal);
        Assert.Equal((Now, TimeSpan.Zero), (manifest.SignedAt, manifest.SignedAt.Offset));
    }

    [Fact]
    public async Task AChangedFile_IsNotVerified()
    {
        string file = Write("a.mp4", "frames");
        await ManifestFile.WriteAsync(file, Recipe(), _key, Now, Cancel);
        Write("a.mp4", "Frames");

        await RefusedAsync(file, "The file is not the one that the manifest is about");
    }

    [Theory]
    [InlineData("\"seed\":7", "\"seed\":8")]
    [InlineData("cogspace-tiny", "cogspace-huge")]
    [InlineData("2030-01-01T10", "2030-01-01T11")]
    public async Task AChangedManifest_IsNotVerified(string from, string to)
    {
        string file = await SignedAsync();
        Change(file, envelope =>
        {
            string payload = Encoding.UTF8.GetString(Convert.FromBase64String((string)envelope["payload"]!));
            Assert.Contains(from, payload, StringComparison.Ordinal);
            envelope["payload"] = Convert.ToBase64String(
                Encoding.UTF8.GetBytes(payload.Replace(from, to, StringComparison.Ordinal)));
        });

        await RefusedAsync(file, "The signature is wrong");
    }

    [Fact]
    public async Task AnotherType_WithTheSameSignature_IsNotAManifest()
    {
        string file = await SignedAsync();
        Change(file, envelope => envelope["payloadType"] = "text/plain");

        await RefusedAsync(file, "This is not a manifest of CogSpace.");
    }

    [Fact]
    public async Task AManifestOfAnotherKey_IsNotVerified_EvenUnderThisKeysId()
    {
        string file = await SignedAsync();
        using var other = SigningKey.OpenOrCreate(_folder["other.pem"]);
        await ManifestFile.WriteAsync(file, Recipe(), other, Now, Cancel);
        await RefusedAsync(file, "The manifest was signed by another key than this one");

        Change(file, envelope => envelope["signatures"]![0]!["keyid"] = _key.Public.Id);

        await RefusedAsync(file, "The signature is wrong");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("frames")]
    [InlineData("{\"payloadType\":\"application/vnd.cogspace.manifest+json\",\"payload\":\"!\",\"signatures\":[]}")]
    [InlineData("{\"payloadType\":\"application/vnd.cogspace.manifest+json\",\"payload\":\"e30=\",\"signatures\":[null]}")]
    [InlineData("{\"payloadType\":\"application/vnd.cogspace.manifest+json\",\"payload\":null,\"signatures\":[]}")]
    [InlineData("{\"payloadType\":\"a\",\"payloadType\":\"a\",\"payload\":\"e30=\",\"signatures\":[]}")]
    public async Task WhatIsNotAManifest_IsASentence(string text)
    {
        string file = Write("a.mp4", "frames");
        Write("a.mp4.manifest.json", text);

        await RefusedAsync(file, "");
    }

    [Fact]
    public async Task AnotherVersion_IsRefused_ThoughItIsSigned()
    {
        string file = await SignedAsync();
        var envelope = JsonNode.Parse(await File.ReadAllTextAsync($"{file}.manifest.json", Cancel))!;
        var manifest = SignedManifest.Read(Encoding.UTF8.GetBytes(envelope.ToJsonString()), _key.Public);

        Write("a.mp4.manifest.json", Encoding.UTF8.GetString(SignedManifest.Write(manifest with { Version = 2 }, _key)));

        await RefusedAsync(file, "The manifest is signed, but another version of CogSpace wrote it.");
    }

    [Fact]
    public void AKeyOfAnotherKind_IsRefused()
    {
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        var refusal = Assert.Throws<CogSpaceException>(
            () => VerificationKey.FromPem(larger.ExportSubjectPublicKeyInfoPem(), "their.pem"));

        Assert.Equal("their.pem is not a key for ECDSA P-256.", refusal.Message);
    }

    [Fact]
    public async Task AManifestWithoutEnd_IsNotRead()
    {
        string file = Write("a.mp4", "frames");
        await File.WriteAllBytesAsync(_folder["a.mp4.manifest.json"], new byte[SignedManifest.MostBytes + 1], Cancel);

        await RefusedAsync(file, "is not a manifest");
    }

    [Fact]
    public async Task TheSignature_IsOfTheTypeAndThePayload_AsDsseSays()
    {
        string file = await SignedAsync();
        var envelope = JsonNode.Parse(await File.ReadAllTextAsync($"{file}.manifest.json", Cancel))!;
        byte[] payload = Convert.FromBase64String((string)envelope["payload"]!);
        string type = (string)envelope["payloadType"]!;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"DSSEv1 {type.Length} {type} {payload.Length} "), .. payload];
        byte[] signature = Convert.FromBase64String((string)envelope["signatures"]![0]!["sig"]!);

        using var key = ECDsa.Create();
        key.ImportFromPem(_key.Public.Pem);
        Assert.True(key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    [Fact]
    public void AKey_IsMadeOnce_ForItsOwnerAlone()
    {
        using var again = SigningKey.OpenOrCreate(_folder["key.pem"]);

        Assert.Equal(_key.Public.Id, again.Public.Id);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["key.pem"]));
        Assert.Equal(["key.pem"], _folder.Names);
    }

    [Fact]
    public void KeysThatAreMadeAtOnce_AreOne()
    {
        var keys = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8)
            .Select(_ => SigningKey.OpenOrCreate(_folder["shared.pem"])).ToList();

        Assert.Single(keys.Select(key => key.Public.Id).Distinct());
        Assert.Equal(["key.pem", "shared.pem"], _folder.Names.Order(StringComparer.Ordinal));
        keys.ForEach(key => key.Dispose());
    }

    [Fact]
    public void ADamagedKey_IsSaid_AndStays()
    {
        string whole = File.ReadAllText(_folder["key.pem"]);
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string[] damaged = ["", "hello", whole[..60], _key.Public.Pem, larger.ExportPkcs8PrivateKeyPem()];
        foreach (string text in damaged)
        {
            Write("bad.pem", text);

            var refusal = Assert.Throws<CogSpaceException>(() => SigningKey.OpenOrCreate(_folder["bad.pem"]));

            Assert.Contains($"{_folder["bad.pem"]}, is damaged.", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(text, File.ReadAllText(_folder["bad.pem"]));
        }
    }

    [Fact]
    public void AKeyThatCannotBeReadOrMade_IsSaid()
    {
        Directory.CreateDirectory(_folder["folder"]);
        var read = Assert.Throws<CogSpaceException>(() => SigningKey.OpenOrCreate(_folder["folder"]));
        Assert.Contains("cannot be read", read.Message, StringComparison.Ordinal);

        var made = Assert.Throws<CogSpaceException>(() => SigningKey.OpenOrCreate(_folder["missing", "key.pem"]));
        Assert.Contains("cannot be written", made.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    private static Recipe Recipe() => new()
    {
        Request = new TextToVideo { Prompt = "a red circle ○", Seed = 7, Steps = 2, Width = 96, Height = 64, Frames = 9 },
        Model = "cogspace-tiny",
        Made = new VideoInfo(96, 64, 9, 8),
        Computed = new Computation("float32", "cpu"),
    };

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    private async Task<string> SignedAsync()
    {
        string file = Write("a.mp4", "frames");
        await ManifestFile.WriteAsync(file, Recipe(), _key, Now, Cancel);
        return file;
    }

    private static void Change(string file, Action<JsonNode> change)
    {
        var envelope = JsonNode.Parse(File.ReadAllText($"{file}.manifest.json"))!;
        change(envelope);
        File.WriteAllText($"{file}.manifest.json", envelope.ToJsonString());
    }

    private async Task RefusedAsync(string file, string sentence)
    {
        var refusal = await Assert.ThrowsAsync<ManifestException>(
            () => ManifestFile.VerifyAsync(file, $"{file}.manifest.json", _key.Public, Cancel));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }
}
