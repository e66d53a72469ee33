# Prints the posts of each site as lines of JSON.
require "jekyll"
require "json"

def print_posts(folder)
  file = "#{folder}/_config.yml"
  written = YAML.load_file(file) || {}
  ENV["TZ"] = "UTC"
  site = Jekyll::Site.new(Jekyll.configuration(
    "config" => file, "source" => [folder, written["source"]].compact.join("/"),
    "destination" => "#{folder}/_site", "quiet" => true, "plugins" => [], "disable_disk_cache" => true
  ))
  site.reset
  site.read
  site.posts.docs.each do |post|
    puts({ site: File.basename(folder), path: post.relative_path, url: post.url, date: post.date.to_i,
           categories: post.data["categories"], tags: post.data["tags"].map(&:to_s).uniq,
           language: post.data["lang"] }.to_json)
  end
end

Jekyll.logger.log_level = :error
# Jekyll remembers the dates that it has read, in the zone that the process had then.
ARGV.each { |folder| Process.wait(fork { print_posts(folder) }) }
