using System.Text.RegularExpressions;
using CogSpace.Web.Languages;

namespace CogSpace.Web.Tests.Languages;

/// <summary>Sentences that are written in English where they come about can be said in every language.</summary>
public sealed partial class SentencesTests
{
    private static readonly string[] Projects =
        ["CogSpace.Core", "CogSpace.Generation", "CogSpace.Pipeline", "CogSpace.PostProcess", "CogSpace.Web"];

    // What no visitor of the page meets, or not as a sentence of the page.
    private static readonly (string Folder, string Why)[] Elsewhere =
    [
        ("CogSpace.Web/Api/ApiCaller.cs", "a bug"),
        ("CogSpace.Web/Api/ApiOptions.cs", "settings"),
        ("CogSpace.Web/Api/Gradio/GradioCall.cs", "a note to the compiler"),
        ("CogSpace.Web/Api/Gradio/GradioMessage.cs", "a word that clients compare"),
        ("CogSpace.Web/Components/Operations/", "the operator's page is the host's, in English"),
        ("CogSpace.Web/Examples/ModelGuides.cs", "a guide that cannot be read; for the log"),
        ("CogSpace.Web/Health/", "for probes and the host"),
        ("CogSpace.Web/Hosting/CheckedOptions.cs", "settings: said at the start, to the host"),
        ("CogSpace.Web/Hosting/FormerSettings.cs", "settings"),
        ("CogSpace.Web/Hosting/HostingOptions.cs", "settings"),
        ("CogSpace.Web/Hosting/HostingFilter.cs", "a server that answers to other names is the host's mistake, or an attack"),
        ("CogSpace.Web/Hosting/ServerRun.cs", "said at the start, to the host"),
        ("CogSpace.Web/Jobs/DataFolder.cs", "said at the start, to the host"),
        ("CogSpace.Web/Jobs/GenerationJob.cs", "a note to the compiler"),
        ("CogSpace.Web/Jobs/JobStore.cs#This is not a job id.", "a bug"),
        ("CogSpace.Web/Languages/", "a bug"),
        ("CogSpace.Web/Models/ModelsOptions.cs", "settings"),
        ("CogSpace.Web/Moderation/BlockList.cs", "for the operator"),
        ("CogSpace.Web/Moderation/ClosedSign.cs", "for the operator"),
        ("CogSpace.Web/Moderation/DemoOptions.cs", "settings"),
        ("CogSpace.Web/Moderation/ModerationOptions.cs", "settings"),
        ("CogSpace.Web/Moderation/WordList.cs", "settings"),
        ("CogSpace.Web/Operations/DrainCheck.cs", "for probes"),
        ("CogSpace.Web/Operations/OperationsOptions.cs", "settings"),
        ("CogSpace.Web/Operations/OperatorContext.cs", "for the operator"),
        ("CogSpace.Web/Operations/ServerGauges.cs", "/metrics"),
        ("CogSpace.Web/Operations/ServerMeter.cs", "/metrics"),
        ("CogSpace.Web/Operations/ServerReport.cs", "for the operator"),
        ("CogSpace.Web/Owners/OwnerContext.cs", "a bug"),
        ("CogSpace.Web/Owners/OwnerCookie.cs", "a bug"),
        ("CogSpace.Web/Uploads/UploadStore.cs#This is not an id of an upload.", "a bug"),
        ("CogSpace.Web/Visitors/ConnectionLimit.cs", "a connection that is cut carries no text"),
        ("CogSpace.Core/AtomicFile.cs", "for the terminal, and covered as \"Cannot write\""),
        ("CogSpace.Core/DeviceChoice.cs", "settings"),
        ("CogSpace.Core/Disk.cs", "a cause, which the log has"),
        ("CogSpace.Core/Frame.cs", "a bug"),
        ("CogSpace.Core/PlainSetting.cs", "settings"),
        ("CogSpace.Core/ProgramKey", "settings, and for the terminal"),
        ("CogSpace.Core/SatVariant.cs", "for the terminal"),
        ("CogSpace.Core/Training/", "for the terminal: the page does not train"),
        ("CogSpace.Core/Weights/", "what is wrong with a file of weights, in the words of its format; for the host"),
        ("CogSpace.Generation/Generator.Files.cs", "for the terminal"),
        ("CogSpace.Generation/Hub/", "fetching models; for the host and the terminal"),
        ("CogSpace.Generation/ModelCatalog.cs", "for the terminal; the page asks ModelMenu"),
        ("CogSpace.Generation/OtherFormats.cs", "for the terminal"),
        ("CogSpace.Generation/OutputFiles.cs", "for the terminal"),
        ("CogSpace.Generation/PromptList.cs", "for the terminal"),
        ("CogSpace.Generation/Provenance/ManifestFile.cs", "for the terminal"),
        ("CogSpace.Generation/Provenance/SigningKey.cs", "said at the start, to the host"),
        ("CogSpace.Generation/Provenance/VerificationKey.cs", "for the terminal"),
        ("CogSpace.Generation/RecipeTags.cs", "stands in the file"),
        ("CogSpace.Generation/Rewriting/Briefing.cs", "told to a language model"),
        ("CogSpace.Generation/Rewriting/ShapeLanguage.cs", "told to a language model"),
        ("CogSpace.Generation/Rewriting/RewriterOptions.cs", "settings"),
        ("CogSpace.Generation/Rewriting/ChatEndpoint.cs#Correct Rewriter__", "advice for the log"),
        ("CogSpace.Generation/Rewriting/PictureRefusedException.cs", "caught: the picture is left out"),
        ("CogSpace.Generation/Generator.Training.cs", "for the terminal: the page does not train"),
        ("CogSpace.Generation/Training/", "for the terminal: the page does not train"),
        ("CogSpace.Generation/Workers/MessageChannel.cs", "a bug"),
        ("CogSpace.Generation/Workers/SupervisedWorker.cs", "a bug"),
        ("CogSpace.Generation/Workers/WorkerFailure.cs", "a bug"),
        ("CogSpace.Generation/Workers/WorkerJson.cs", "a bug"),
        ("CogSpace.Generation/Workers/WorkerProcess.cs", "a bug"),
        ("CogSpace.Generation/Workers/WorkerSession.cs", "a bug"),
        ("CogSpace.Generation/Workers/WorkerSocket.cs", "a bug"),
        ("CogSpace.Pipeline/Autoencoder.cs", "for the terminal"),
        ("CogSpace.Pipeline/AutoencoderPlan.cs", "for the terminal"),
        ("CogSpace.Pipeline/Conversion/", "for the terminal"),
        ("CogSpace.Pipeline/Hardware/", "said at the start, to the host"),
        ("CogSpace.Pipeline/InversionSampling.cs", "for the terminal: the page does not invert"),
        ("CogSpace.Pipeline/LatentsFile.cs", "for the terminal"),
        ("CogSpace.Pipeline/LoraConversion.cs", "for the terminal"),
        ("CogSpace.Pipeline/Planning.cs#A walk to noise", "for the terminal: the page does not invert"),
        ("CogSpace.Pipeline/Planning.cs#This model cannot walk", "for the terminal: the page does not invert"),
        ("CogSpace.Pipeline/Planning.cs#The video has ", "for the terminal: the page does not train"),
        ("CogSpace.Pipeline/SatConversion.cs", "for the terminal"),
        ("CogSpace.Pipeline/Trainer.cs", "for the terminal: the page does not train"),
        ("CogSpace.Pipeline/Training/", "for the terminal: the page does not train"),
        ("CogSpace.Pipeline/Weights/", "what is wrong with a file of weights; for the host"),
        ("CogSpace.PostProcess/ClipClock.cs", "a bug"),
        ("CogSpace.PostProcess/Media/EncodedFile.cs", "covered as \"Cannot write\"; the reason is FFmpeg's"),
        ("CogSpace.PostProcess/Media/FfmpegProgram.cs", "the host's mistake, which the health check names"),
        ("CogSpace.PostProcess/Media/FramePipe.cs", "arguments of FFmpeg"),
        ("CogSpace.PostProcess/Media/JpegEncoder.cs", "a broken installation"),
        ("CogSpace.PostProcess/Media/VideoConverter.cs", "for the terminal"),
        ("CogSpace.PostProcess/Media/VideoFile", "covered as \"Cannot write\""),
        ("CogSpace.PostProcess/Media/VideoWriter.cs", "covered as \"Cannot write\", or for the terminal"),
        ("CogSpace.PostProcess/Media/Watermark.cs", "a broken installation"),
        ("CogSpace.PostProcess/Networks/", "what is wrong with a file of weights; for the host"),
        ("CogSpace.PostProcess/Onnx/", "for the host"),
    ];

    private static readonly Language[] Others = [.. Language.All.Where(language => language != Language.English)];

    private readonly SentenceFile _file = new();

    [Fact]
    public void EverySentenceThatAVisitorMayMeet_IsTranslated()
    {
        var keys = Keys();

        var missing =
            from source in Sources()
            from sentence in Sentences(source.Name, source.Text)
            where !keys.Contains(sentence.Text.TrimEnd('\n'))
            where !Elsewhere.Any(place => IsAt(place.Folder, sentence))
            select $"{sentence.Source}: {sentence.Text}";
        Assert.Empty(missing.ToList());
    }

    [Fact]
    public void EverySentence_IsWrittenSomewhere()
    {
        var written = Sources().SelectMany(source => SourceLiterals.Of(source.Text))
            .Select(literal => literal.Template.TrimEnd('\n'))
            .ToHashSet();

        // "Cannot write a.mp4" and its like are put before a colon by the code that catches.
        var unwritten = Keys().Where(
            key => !written.Contains(key) && !written.Contains(key.TrimEnd('.')) && !IsPutTogether(key));
        Assert.Empty(unwritten.ToList());
    }

    [Fact]
    public void EveryPlaceElsewhere_IsThere()
    {
        var names = Sources().Select(source => source.Name).ToList();

        Assert.All(
            Elsewhere.Select(place => place.Folder.Split('#')[0]),
            place => Assert.Contains(names, name => name.StartsWith(place, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(
        "The prompt is empty: describe the video.", "提示词为空：请描述视频内容。",
        "プロンプトが空です。動画の内容を書いてください。")]
    [InlineData(
        "“x” is not a valid number of steps: give a whole number, 1 to 1000.",
        "“x”不是有效的步数：请输入整数，范围：1 到 1000。",
        "「x」はステップ数として使えません。整数を入力してください（1～1000）。")]
    [InlineData(
        "The queue is full: 1 video is waiting. Please try again in about 3 minutes.",
        "队列已满：有 1 个视频在等待。请在约 3 分钟后再试。",
        "キューがいっぱいです。動画が 1 本待機しています。" +
        "約 3 分後にもう一度お試しください。")]
    [InlineData(
        "The first 9 of 30 frames are used, at 8 per second: 1.1 s of 3.8 s.",
        "使用 30 帧中的前 9 帧，每秒 8 帧：3.8 秒中的 1.1 秒。",
        "30 フレームのうち最初の 9 フレームを使います（毎秒 8 フレーム）" +
        "：3.8 秒のうち 1.1 秒。")]
    [InlineData(
        "49 of 193 frames are used, every 2nd, at 8 per second: 6.1 s of 12.1 s.",
        "使用 193 帧中的 49 帧（每隔一帧取一帧，每秒 8 帧）：12.1 秒中的 6.1 秒。",
        "193 フレームのうち 49 フレームを使います" +
        "（1 フレームおき、毎秒 8 フレーム）：12.1 秒のうち 6.1 秒。")]
    [InlineData(
        "The number of steps is empty: give a whole number, 1 to 1000.",
        "步数为空：请输入整数，范围：1 到 1000。",
        "ステップ数が空です。整数を入力してください（1～1000）。")]
    [InlineData(
        "“x” is not a valid seed: give a whole number from 0 to 9, or -1 for a random one.",
        "“x”不是有效的种子：请输入 0 到 9 之间的整数，或输入 -1 表示随机。",
        "「x」はシードとして使えません。" +
        "0 から 9 までの整数か、ランダムを表す -1 を入力してください。")]
    [InlineData(
        "Cannot read the file: it is a text file. Pictures are read as PNG, JPEG, WebP, BMP and GIF.",
        "无法读取该文件：它是文本文件。可读取的图片格式：PNG、JPEG、WebP、BMP 和 GIF。",
        "ファイルを読み取れません：テキストファイルです。" +
        "読み取れる画像は PNG、JPEG、WebP、BMP、GIF です。")]
    [InlineData(
        "The video cannot be converted now. Cannot read the file: it is damaged.",
        "目前无法转换该视频。无法读取该文件：文件已损坏。",
        "現在この動画を変換できません。" +
        "ファイルを読み取れません：ファイルが壊れています。")]
    [InlineData("Nobody said this. It is new.", "Nobody said this. It is new.", "Nobody said this. It is new.")]
    [InlineData("Nobody has ever written videos", "Nobody has ever written videos", "Nobody has ever written videos")]
    public void ASentence_IsSaidInEveryLanguage(string english, string chinese, string japanese)
    {
        Assert.Equal(english, _file.Translate(english, Language.English));
        Assert.Equal([chinese, japanese], Others.Select(language => _file.Translate(english, language)));
    }

    [Fact]
    public void EverySentence_IsFoundAgain_WithOtherWordsInItsPlaces()
    {
        var keys = Keys();
        foreach (string key in keys)
        {
            string sentence = Place().Replace(key, place => $"{7 + place.Value[1]}");
            Assert.All(Others, language => Assert.NotEqual(sentence, Unchanged(key, _file.Translate(sentence, language))));
        }

        static string Unchanged(string key, string text) => key is "leading" or "a GIF" or "an MP3" or "“{0}”" ? "" : text;
    }

    private static HashSet<string> Keys() =>
        [.. ResourceFile.All().Single(file => file.Name == nameof(Sentences)).Texts().Keys];

    private static IEnumerable<(string Name, string Text)> Sources() =>
        from project in Projects
        from path in Directory.EnumerateFiles(
            Path.Combine(Repository.Root, "src", project), "*.cs", SearchOption.AllDirectories)
        where !ResourceFile.IsBuilt(path)
        select (Path.GetRelativePath(Path.Combine(Repository.Root, "src"), path), File.ReadAllText(path));

    private static bool IsAt(string place, (string Source, string Text) sentence) =>
        place.Split('#') is [var source, .. var beginning]
        && sentence.Source.StartsWith(source, StringComparison.Ordinal)
        && beginning.All(text => sentence.Text.StartsWith(text, StringComparison.Ordinal));

    // What looks like one, and is not told to the log.
    private static IEnumerable<(string Source, string Text)> Sentences(string name, string source) =>
        from literal in SourceLiterals.Of(source)
        where Sentence().IsMatch(literal.Template) && Word().Count(literal.Template) >= 3
        where !Logged().IsMatch(source[Math.Max(0, literal.At - 200)..literal.At])
        select (name, literal.Template);

    private static bool IsPutTogether(string key) =>
        key is "Cannot load {0}: {1}" or "Cannot read {0}: {1}" or "Cannot write {0}: {1}";

    [GeneratedRegex("""^(?:[A-Z“"]|\{0\}).* .*(?:\.\n?|\{\d\})$""", RegexOptions.Singleline)]
    private static partial Regex Sentence();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Word();

    [GeneratedRegex(@"\.Log\w+\([^;]*$|ErrorMessage\s*=\s*$")]
    private static partial Regex Logged();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
