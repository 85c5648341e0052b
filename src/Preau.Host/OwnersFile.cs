namespace Preau.Host;

/// <summary>Files that only their owner may read: keys, archives, the note of the lock.</summary>
internal static class OwnersFile
{
    /// <summary>Opens to write anew; on Unix made with mode 0600 from its first moment.</summary>
    public static FileStreamOptions ToWrite()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return options;
    }

    /// <summary>Writes a whole text; an older file with wider rights is replaced.</summary>
    public static void Write(string path, string text)
    {
        File.Delete(path);
        using var file = new StreamWriter(new FileStream(path, ToWrite()));
        file.Write(text);
    }
}
