using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Operations;

/// <summary>The secret that makes somebody the operator.</summary>
internal sealed class OperatorToken(IOptions<OperationsOptions> options)
{
    /// <summary>Whether there is one; without it there is no operator's page.</summary>
    public bool IsSet => options.Value.Token is { Length: > 0 };

    /// <summary>Takes the same time whatever is wrong.</summary>
    public bool Is(string text) => IsSet && CryptographicOperations.FixedTimeEquals(Hash(text), Hash(options.Value.Token!));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
