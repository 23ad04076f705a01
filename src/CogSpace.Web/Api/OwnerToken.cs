using System.Security.Cryptography;
using CogSpace.Web.Jobs;
using Microsoft.AspNetCore.DataProtection;

namespace CogSpace.Web.Api;

/// <summary>What a program without a key gets with its first video, and sends from then on to have its videos again.</summary>
internal sealed class OwnerToken(IDataProtectionProvider protection)
{
    /// <summary>The header in which it is handed out.</summary>
    public const string Header = "CogSpace-Token";

    private const string Prefix = "cst_";

    private readonly IDataProtector _protector = protection.CreateProtector("CogSpace.Api.Owner.v1");

    public string Of(string owner) => Prefix + _protector.Protect(owner);

    /// <returns>The owner; null: the text was not signed by this server.</returns>
    public string? Read(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        try
        {
            string owner = _protector.Unprotect(text[Prefix.Length..]);
            return UnguessableId.IsValid(owner) ? owner : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
