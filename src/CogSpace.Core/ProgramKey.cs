using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CogSpace;

/// <summary>A key that the host has given to a program: its hash, and what its holder may have of the server.</summary>
public sealed record ProgramKey
{
    /// <summary>The most times as much of the device as other visitors that a key can get.</summary>
    public const int MostPriority = 100;

    private const string Prefix = "csk_";
    private const int RandomBytes = 32;
    private const int MostLetters = 40;

    /// <summary>Who has it: letters, digits, dots, dashes and underscores. Videos belong to the name, not to the key.</summary>
    public string Name { get; init; } = "";

    /// <summary>SHA-256 of the key, 64 hexadecimal digits. The key itself is kept nowhere.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Videos that may wait or be made at once; null: as many as any visitor may have waiting.</summary>
    public int? ConcurrentJobs { get; init; }

    /// <summary>Videos that may be made within 24 hours; null: any number.</summary>
    public int? JobsPerDay { get; init; }

    /// <summary>Time on the device within 24 hours; null: as much as any visitor may use.</summary>
    public TimeSpan? ComputePerDay { get; init; }

    /// <summary>The models that it may use; empty: all on offer.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>How many times as much of the device it gets as another visitor, while both have videos waiting.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>A new key, which nobody can guess.</summary>
    public static string Draw() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What is kept of a key.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>What is wrong with it, a sentence; null: nothing.</summary>
    public string? Problem()
    {
        string shown = PlainNumber.Shown(Name);
        if (Name.Length is 0 or > MostLetters || !Name.All(IsOfName))
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The name \"{shown}\" is not possible: take 1 to {MostLetters} letters, digits, dots, dashes and underscores.");
        if (Sha256.Length != SHA256.HashSizeInBytes * 2 || !Sha256.All(char.IsAsciiHexDigit))
            return $"The hash of the key \"{shown}\" is not a SHA-256 of 64 hexadecimal digits.";
        if (ConcurrentJobs < 1 || JobsPerDay < 1 || ComputePerDay <= TimeSpan.Zero)
            return $"A limit of the key \"{shown}\" is zero or less: take a larger one, or leave it out.";
        return Priority is < 1 or > MostPriority
            ? string.Create(
                CultureInfo.InvariantCulture, $"The priority of the key \"{shown}\" has to be between 1 and {MostPriority}.")
            : null;
    }

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
