using System.Text.RegularExpressions;

namespace CogSpace.Web.Tests.Hosting;

/// <summary>wwwroot/radzen.css is what the page needs of Radzen's stylesheet, which is a hundred times as large.</summary>
public sealed partial class StylesheetTests
{
    private const string Page = "src/CogSpace.Web/wwwroot/radzen.css";
    private const string Header =
        "/* What this page needs of the stylesheet of Radzen.Blazor (MIT licence). StylesheetTests.cs writes it. */\n";

    // As Radzen's components write them, in the sizes, variants and states that the page has.
    internal static readonly HashSet<string> Classes =
    [
        "rz-alert", "rz-alert-content", "rz-alert-item", "rz-alert-md", "rz-alert-message", "rz-button", "rz-button-box",
        "rz-button-lg", "rz-button-md", "rz-button-sm", "rz-button-text", "rz-card", "rz-danger", "rz-disabled",
        "rz-hidden-accessible", "rz-input-md", "rz-primary", "rz-progressbar", "rz-progressbar-determinate",
        "rz-progressbar-primary", "rz-progressbar-value", "rz-selectbar", "rz-selectbar-horizontal", "rz-shade-default",
        "rz-state-disabled", "rz-state-empty", "rz-switch", "rz-switch-checked", "rz-switch-circle", "rz-textarea",
        "rz-textbox", "rz-variant-filled", "rz-variant-outlined", "rz-variant-text",
    ];

    [Fact, Trait("kind", "docs")]
    public void RadzenCss_IsCutFromThePackage()
    {
        string web = Path.Combine(Repository.Root, "src", "CogSpace.Web");
        string own = File.ReadAllText(Path.Combine(web, "wwwroot", "app.css"));
        string cut = Header + StylesheetCut.Of(
            File.ReadAllText(PackageFile("staticwebassets/css/default-base.css")), Classes,
            Variable().Matches(own).Select(match => match.Value));

        GeneratedSection.AssertCurrentFile(Page, cut, "CogSpace.Web.Tests");
    }

    [Fact]
    public void EveryRadzenClassOfThePage_IsInTheCut()
    {
        string web = Path.Combine(Repository.Root, "src", "CogSpace.Web");
        var used = Directory.EnumerateFiles(web, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".razor" or ".css" or ".cs")
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Where(file => Path.GetFileName(file) != Path.GetFileName(Page))
            .SelectMany(file => Name().Matches(File.ReadAllText(file)))
            .Select(match => match.Value)
            .ToHashSet();

        Assert.NotEmpty(used);
        Assert.Subset(Classes, used);
    }

    [Fact]
    public void Of_KeepsRulesForTheseClasses_AndTheVariablesThatTheyName() => Assert.Equal(
        ":root{--a:var(--b);--b:1px;--mine:red}\n" +
        ".x,.x:not(.y,.z){margin:var(--a)}\n" +
        "@media (hover:hover){.x{content:\"}\"}}\n",
        StylesheetCut.Of(
            "@charset \"utf-8\";@font-face{src:url(a)}:root{--a:var(--b);--b:1px;--c:2px;--mine:red}" +
            "body,.x,.x:not(.y,.z),.x .w{margin:var(--a)}.w{margin:var(--c)}@media (hover:hover){.x{content:\"}\"}.w{top:0}}",
            new HashSet<string> { "x", "y", "z" }, ["--mine", "--none"]));

    private static string PackageFile(string path)
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string version = Version().Match(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props")))
            .Groups["version"].Value;
        return Path.Combine(packages, "radzen.blazor", version, path);
    }

    [GeneratedRegex("""Include="Radzen\.Blazor" Version="(?<version>[^"]+)""")]
    private static partial Regex Version();

    [GeneratedRegex(@"--rz-[\w-]+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<![\w-])rz-[a-z][\w-]*")]
    private static partial Regex Name();
}
