using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Preau.Foundation.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Tablets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "devices",
                type: "TEXT",
                maxLength: 45,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_shared",
                table: "devices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "page",
                table: "devices",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "room",
                table: "devices",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "seen_at",
                table: "devices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "unproven_since",
                table: "device_sign_ins",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "last_fact_at",
                table: "device_sequences",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "code_tries",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    device = table.Column<byte[]>(type: "BLOB", nullable: false),
                    person = table.Column<byte[]>(type: "BLOB", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    last_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_tries", x => new { x.establishment, x.device, x.person });
                });

            migrationBuilder.CreateTable(
                name: "device_settings",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    stay_days = table.Column<short>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_settings", x => x.establishment);
                });

            migrationBuilder.CreateTable(
                name: "minimum_versions",
                columns: table => new
                {
                    id = table.Column<short>(type: "INTEGER", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: true),
                    download = table.Column<string>(type: "TEXT", nullable: true),
                    set_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_minimum_versions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "person_codes",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    person = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    salt = table.Column<byte[]>(type: "BLOB", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_codes", x => new { x.establishment, x.person });
                });

            migrationBuilder.CreateTable(
                name: "tablet_invitations",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    room = table.Column<string>(type: "TEXT", nullable: true),
                    until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tablet_invitations", x => x.hash);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "code_tries");

            migrationBuilder.DropTable(
                name: "device_settings");

            migrationBuilder.DropTable(
                name: "minimum_versions");

            migrationBuilder.DropTable(
                name: "person_codes");

            migrationBuilder.DropTable(
                name: "tablet_invitations");

            migrationBuilder.DropColumn(
                name: "address",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "is_shared",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "page",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "room",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "seen_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "unproven_since",
                table: "device_sign_ins");

            migrationBuilder.DropColumn(
                name: "last_fact_at",
                table: "device_sequences");
        }
    }
}
