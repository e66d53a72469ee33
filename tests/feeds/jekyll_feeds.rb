# Builds each site with jekyll-feed, below _site in its folder.
require "jekyll"
require "jekyll-feed"

def build(folder)
  ENV["TZ"] = "UTC"
  Jekyll::Site.new(Jekyll.configuration(
    "config" => "#{folder}/_config.yml", "source" => folder, "destination" => "#{folder}/_site",
    "quiet" => true, "disable_disk_cache" => true
  )).process
end

Jekyll.logger.log_level = :error
ARGV.each do |folder|
  Process.wait(fork { build(folder) })
  abort(folder) unless $?.success?
end
