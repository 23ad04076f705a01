namespace CogSpace.Web.Hosting;

/// <summary>A host's name, or "*." and the end of the names that are meant.</summary>
internal static class HostPattern
{
    private const string AnyBelow = "*.";

    public static bool MatchesAny(IReadOnlyList<string> patterns, string host) =>
        patterns.Any(pattern => Matches(pattern, host));

    public static bool Matches(string pattern, string host) => pattern.StartsWith(AnyBelow, StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase) && host.Length >= pattern.Length
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is written as one: no scheme, port or path.</summary>
    public static bool IsValid(string pattern) =>
        Uri.CheckHostName(pattern.StartsWith(AnyBelow, StringComparison.Ordinal) ? pattern[2..] : pattern)
            is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;
}
