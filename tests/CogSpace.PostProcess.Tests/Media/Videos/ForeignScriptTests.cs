using System.Net;
using System.Net.Sockets;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>Files that are not a video but a list of what else to open: nothing else is opened.</summary>
public sealed class ForeignScriptTests : IDisposable
{
    private const string Secret = "/etc/passwd";
    private readonly TemporaryFolder _folder = new();
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public ForeignScriptTests()
    {
        _server.Start();
    }

    private string Url => $"http://{_server.LocalEndpoint}/video.ts";

    public static TheoryData<string> Scripts =>
        [
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nTARGET\n#EXT-X-ENDLIST\n",
            "ffconcat version 1.0\nfile 'TARGET'\n",
            "file 'TARGET'\n",
            "<?xml version=\"1.0\"?><MPD><Period><AdaptationSet><Representation><BaseURL>TARGET</BaseURL>" +
            "</Representation></AdaptationSet></Period></MPD>",
            "<smil><body><video src=\"TARGET\"/></body></smil>",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
            "[playlist]\nFile1=TARGET\n",
            "1\n00:00:00,000 --> 00:00:01,000\nTARGET\n",
            // In front of which a real beginning stands.
            "\0\0\0\u0010ftypisom\0\0\0\0#EXTM3U\n#EXTINF:10,\nTARGET\n",
            "\0\0\0\u0010ftypisom\0\0\0\0\0\0\0\u0008moov#EXTM3U\n#EXTINF:10,\nTARGET\n",
            "\u001aEß£#EXTM3U\n#EXTINF:10,\nTARGET\n",
            "GIF89a#EXTM3U\n#EXTINF:10,\nTARGET\n",
            "RIFF\0\0\0\0AVI #EXTM3U\n#EXTINF:10,\nTARGET\n",
        ];

    [Theory, MemberData(nameof(Scripts))]
    public async Task NothingElseIsOpened(string script)
    {
        foreach (string target in new[] { Url, $"file:{Secret}", Secret })
        {
            foreach (string name in new[] { "clip.mp4", "clip.m3u8", "clip.png" })
            {
                await File.WriteAllTextAsync(
                    _folder[name], script.Replace("TARGET", target, StringComparison.Ordinal), System.Text.Encoding.Latin1);
                await AssertRefusedAsync(token => new VideoReader(new ReadingOptions()).ProbeAsync(_folder[name], token));
                await AssertRefusedAsync(token => new ImageReader(new ReadingOptions()).ReadAsync(_folder[name], token));
            }
        }

        Assert.False(_server.Pending(), "Somebody has called.");
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    private static async Task AssertRefusedAsync(Func<CancellationToken, Task> read)
    {
        var e = await Assert.ThrowsAsync<MediaException>(() => read(TestContext.Current.CancellationToken));

        Assert.DoesNotContain("root:", e.Message, StringComparison.Ordinal);
    }
}
