using System;
using System.IO;
using System.Reflection;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Build task: writes a resource of an assembly to a file.</summary>
public sealed class TakeResource : Task
{
    [Required]
    public string Assembly { get; set; }

    [Required]
    public string Resource { get; set; }

    [Required]
    public string Destination { get; set; }

    public override bool Execute()
    {
        if (!File.Exists(Assembly))
        {
            Log.LogError("{0} is missing: restore the project first (dotnet restore).", Assembly);
            return false;
        }

        // From bytes, so that the file stays unlocked and nothing it refers to is looked for.
        using (Stream resource = System.Reflection.Assembly.Load(File.ReadAllBytes(Assembly)).GetManifestResourceStream(Resource))
        {
            if (resource == null)
            {
                Log.LogError("{0} holds no {1}.", Assembly, Resource);
                return false;
            }

            // Several builds may do this at once; each renames a whole file into place.
            Directory.CreateDirectory(Path.GetDirectoryName(Destination));
            string part = Destination + "." + Guid.NewGuid().ToString("N") + ".part";
            using (FileStream file = File.Create(part))
                resource.CopyTo(file);
            if (File.Exists(Destination))
                File.Delete(part);
            else
                File.Move(part, Destination);
        }

        return true;
    }
}
