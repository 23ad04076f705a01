using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Api.Callbacks;

/// <summary>Signs what is told, with a secret of each program's own, as Standard Webhooks says.</summary>
/// <remarks>https://www.standardwebhooks.com. Secrets come from one key in the data folder, so none has to be kept.</remarks>
internal sealed class CallbackSecret(DataFolder data)
{
    private const string FileName = "callback-key";
    private const int KeyBytes = 32;

    private readonly Lazy<byte[]> _key = new(() => Key(Path.Combine(data.Keys, FileName)));

    /// <summary>As its owner has to know it: "whsec_" and 32 bytes in base 64.</summary>
    public string Of(string owner) => $"whsec_{Convert.ToBase64String(BytesOf(owner))}";

    /// <summary>The header webhook-signature.</summary>
    /// <param name="owner">Whose secret is used.</param>
    /// <param name="id">The header webhook-id.</param>
    /// <param name="seconds">The header webhook-timestamp.</param>
    /// <param name="body">What is sent.</param>
    public string Sign(string owner, string id, long seconds, byte[] body)
    {
        byte[] head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}."));
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(BytesOf(owner), (byte[])[.. head, .. body]))}";
    }

    private byte[] BytesOf(string owner) => HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"callback:{owner}"));

    private static byte[] Key(string path)
    {
        if (!File.Exists(path))
            AtomicFile.Write(path, RandomNumberGenerator.GetBytes(KeyBytes), isDurable: true);
        return File.ReadAllBytes(path);
    }
}
