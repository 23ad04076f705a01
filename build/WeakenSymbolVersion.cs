using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies a 64-bit Linux library so that it also loads where one version of another library's symbols is missing.
/// </summary>
/// <remarks>
/// Two flags are set in the copy: the required version becomes weak (VER_FLG_WEAK in .gnu.version_r), and so does each symbol
/// of that version (STB_WEAK in .dynsym). The loader then resolves them where they exist and leaves them empty elsewhere, so
/// they must never be called. Source: System V ABI, chapters 4 and 5; Linux Standard Base, "Symbol Versioning".
/// </remarks>
public sealed class WeakenSymbolVersion : Task
{
    private const uint DynamicSymbols = 11, RequiredVersions = 0x6ffffffe, VersionsOfSymbols = 0x6fffffff;
    private const ushort WeakVersion = 2;
    private const byte WeakBinding = 2;

    private byte[] _bytes = Array.Empty<byte>();

    /// <summary>The library as it comes.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>Where the copy goes.</summary>
    [Required]
    public string Destination { get; set; } = "";

    /// <summary>Such as GLIBCXX_3.4.32.</summary>
    [Required]
    public string Version { get; set; } = "";

    /// <summary>
    /// The libraries of this system that may have the version; if one does, nothing is copied. Empty: always copy.
    /// </summary>
    public string[] Providers { get; set; } = Array.Empty<string>();

    /// <summary>The library to ship: the source or its copy.</summary>
    [Output]
    public string Result { get; set; } = "";

    public override bool Execute()
    {
        if (Providers.Where(File.Exists).Any(Provides))
        {
            Result = Source;
            return true;
        }

        _bytes = File.ReadAllBytes(Source);
        if (_bytes.Length < 64 || U32(0) != 0x464c457f || _bytes[4] != 2 || _bytes[5] != 1)
        {
            Log.LogError($"cogspace: {Source} is not a 64-bit little-endian ELF file.");
            return false;
        }

        ushort index = WeakenVersion();
        if (index == 0)
        {
            Log.LogError(
                $"cogspace: {Source} does not ask for {Version}. Remove this build step if the package no longer needs it.");
            return false;
        }

        WeakenSymbols(index);
        Result = Destination;
        if (!File.Exists(Destination) || !File.ReadAllBytes(Destination).SequenceEqual(_bytes))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Destination)!);
            File.Delete(Destination);
            File.WriteAllBytes(Destination, _bytes);
        }

        return true;
    }

    private bool Provides(string library) => Encoding.ASCII.GetString(File.ReadAllBytes(library)).Contains(Version + "\0");

    // The index by which symbols refer to the version; 0: nothing asks for it.
    private ushort WeakenVersion()
    {
        long section = Section(RequiredVersions), names = StringsOf(section), library = Offset(section);
        for (int libraries = (int)U32(section + 44); libraries > 0; libraries--, library += U32(library + 12))
        {
            long version = library + U32(library + 8);
            for (int versions = U16(library + 2); versions > 0; versions--, version += U32(version + 12))
            {
                if (Text(names + U32(version + 8)) != Version)
                    continue;
                Put(version + 4, (ushort)(U16(version + 4) | WeakVersion));
                return U16(version + 6);
            }
        }

        return 0;
    }

    private void WeakenSymbols(ushort version)
    {
        long symbols = Section(DynamicSymbols), versions = Offset(Section(VersionsOfSymbols));
        long first = Offset(symbols), count = (long)U64(symbols + 32) / 24;
        for (long i = 0; i < count; i++)
        {
            if ((U16(versions + (2 * i)) & 0x7fff) == version)
                _bytes[first + (24 * i) + 4] = (byte)((WeakBinding << 4) | (_bytes[first + (24 * i) + 4] & 0xf));
        }
    }

    // The header of the section of a type.
    private long Section(uint type)
    {
        long headers = (long)U64(40);
        return Enumerable.Range(0, U16(60)).Select(i => headers + (64L * i)).First(header => U32(header + 4) == type);
    }

    private long StringsOf(long section) => Offset((long)U64(40) + (64L * U32(section + 40)));

    private long Offset(long section) => (long)U64(section + 24);

    private string Text(long at) => Encoding.ASCII.GetString(_bytes, (int)at, Array.IndexOf(_bytes, (byte)0, (int)at) - (int)at);

    private ushort U16(long at) => BitConverter.ToUInt16(_bytes, (int)at);

    private uint U32(long at) => BitConverter.ToUInt32(_bytes, (int)at);

    private ulong U64(long at) => BitConverter.ToUInt64(_bytes, (int)at);

    private void Put(long at, ushort value) => BitConverter.GetBytes(value).CopyTo(_bytes, (int)at);
}
