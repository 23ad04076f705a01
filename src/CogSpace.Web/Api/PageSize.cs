using System.Globalization;

namespace CogSpace.Web.Api;

/// <summary>How many videos one answer lists.</summary>
internal static class PageSize
{
    private const int Usual = 20;
    private const int Largest = 100;

    /// <param name="limit">As a program has sent it; null: it leaves it to the server.</param>
    /// <exception cref="ApiException">It is no such number.</exception>
    public static int Of(string? limit) =>
        limit is null ? Usual
        : PlainNumber.Whole(limit) is >= 1 and <= Largest and var number ? number
        : throw ApiException.Invalid("limit", string.Create(
            CultureInfo.InvariantCulture, $"The field \"limit\" takes a whole number from 1 to {Largest}."));
}
