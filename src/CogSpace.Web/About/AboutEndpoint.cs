using CogSpace.Web.Languages;
using CogSpace.Web.Models;

namespace CogSpace.Web.About;

/// <summary>What the program comes with, to read: how it is used, its licence, and the card of each model.</summary>
public static class AboutEndpoint
{
    private const string Folder = "about";
    private const string Card = "README.md";
    private const int MostBytes = 256 * 1024;
    private const string Missing = "There is no such text.";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["documentation"] = "README.md",
        ["licence"] = "LICENSE",
        ["notice"] = "NOTICE",
    };

    /// <summary>GET /about/documentation, /about/licence, /about/notice and /about/model?name={name}, as plain text.</summary>
    public static void MapAbout(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/about/model", Methods, (ModelMenu models, string? name) => Send(
            models.Offered.FirstOrDefault(model => model.Name == name) is { } found ? Path.Combine(found.Folder, Card) : null));
        endpoints.MapMethods("/about/{text}", Methods, (string text) => Send(
            Texts.TryGetValue(text, out string? file) ? Path.Combine(AppContext.BaseDirectory, Folder, file) : null));
    }

    private static IResult Send(string? path) =>
        path is not null && new FileInfo(path) is { Exists: true, Length: <= MostBytes } file
            ? Results.File(file.FullName, "text/plain; charset=utf-8", lastModified: file.LastWriteTimeUtc)
            : SpokenAnswer.Text(Missing, StatusCodes.Status404NotFound);
}
