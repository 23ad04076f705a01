using CogSpace.Web.Languages;
using CogSpace.Web.Models;

namespace CogSpace.Web.About;

/// <summary>What the program comes with, to read: how it is used, its licence, and the card of each model.</summary>
public static class AboutEndpoint
{
    private const string Folder = "about";
    private const string Card = "README.md";
    private const int MostBytes = 256 * 1024;
    private const string PlainText = "text/plain; charset=utf-8";
    private const string Missing = "There is no such text.";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["licence"] = "LICENSE",
        ["notice"] = "NOTICE",
    };

    private static readonly Dictionary<string, string> Readmes = new()
    {
        ["en"] = "README.md",
        ["zh-Hans"] = "README.zh-CN.md",
        ["ja"] = "README.ja.md",
    };

    /// <summary>
    /// GET /about/documentation, in the language of the page; in one language /about/README.ja.md and its like, which these
    /// link to; /about/licence, /about/notice and /about/model?name={name}. All as plain text.
    /// </summary>
    public static void MapAbout(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/about/model", Methods, (ModelMenu models, string? name) => SendCard(
            models.Offered.FirstOrDefault(model => model.Name == name) is { } found ? Path.Combine(found.Folder, Card) : null));
        endpoints.MapMethods("/about/documentation", Methods, (PageLanguage page) => Send(PathOf(Readmes[page.Current.Tag])));
        endpoints.MapMethods("/about/{text}", Methods, (string text) => Send(
            Texts.TryGetValue(text, out string? file) ? PathOf(file)
            : Readmes.ContainsValue(text) ? PathOf(text)
            : null));
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, Folder, file);

    private static IResult Send(string? path) =>
        path is not null && new FileInfo(path) is { Exists: true, Length: <= MostBytes } file
            ? Results.File(file.FullName, PlainText, lastModified: file.LastWriteTimeUtc)
            : SpokenAnswer.Text(Missing, StatusCodes.Status404NotFound);

    private static IResult SendCard(string? path) =>
        path is not null && new FileInfo(path) is { Exists: true, Length: <= MostBytes }
            ? Results.Text(WithoutFrontMatter(File.ReadAllText(path)), PlainText)
            : Send(null);

    // What model hubs read, between two lines of dashes at the top.
    private static string WithoutFrontMatter(string card)
    {
        string text = card.ReplaceLineEndings("\n");
        int end = text.StartsWith("---\n", StringComparison.Ordinal) ? text.IndexOf("\n---\n", StringComparison.Ordinal) : -1;
        return end < 0 ? card : text[(end + "\n---\n".Length)..].TrimStart();
    }
}
