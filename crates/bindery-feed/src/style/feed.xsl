<?xml version="1.0" encoding="utf-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" exclude-result-prefixes="atom">
  <xsl:output method="html" encoding="utf-8" doctype-system="about:legacy-compat"/>

  <xsl:template match="/">
    <html lang="{rss/channel/language | atom:feed/@xml:lang}">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title><xsl:value-of select="rss/channel/title | atom:feed/atom:title"/></title>
        <style>
          body { max-width: 42rem; margin: 0 auto; padding: 2rem 1rem; font: 1rem/1.6 Georgia, "Noto Serif CJK SC", serif; color: #222; background: #fff; }
          .about { padding: 0.6rem 0.8rem; border-left: 4px solid #d97706; background: #fef3c7; color: #222; font-size: 0.9rem; }
          article { border-top: 1px solid #ddd; margin-top: 1.2rem; padding-top: 0.8rem; }
          h2 { font-size: 1.2rem; margin: 0; }
          a { color: #1d4ed8; }
          time { color: #666; font-size: 0.85rem; }
          article p { max-height: 12.8em; overflow: hidden; margin: 0.3em 0; }
          audio { width: 100%; }
          @media (prefers-color-scheme: dark) {
            body { color: #ddd; background: #1a1a1a; }
            a { color: #93c5fd; }
            article { border-color: #444; }
            time { color: #a3a3a3; }
          }
        </style>
      </head>
      <body>
        <p class="about">This is a web feed. Copy its address into a feed reader to subscribe. — 这是订阅源：把地址贴进阅读器即可订阅。</p>
        <xsl:apply-templates select="rss/channel | atom:feed"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="channel">
    <h1><a href="{link}"><xsl:value-of select="title"/></a></h1>
    <p><xsl:value-of select="description"/></p>
    <xsl:for-each select="item">
      <article>
        <h2><a href="{link}"><xsl:value-of select="title"/></a></h2>
        <time><xsl:value-of select="substring(pubDate, 6, 11)"/><xsl:if test="source"> · <xsl:value-of select="source"/></xsl:if></time>
        <p><xsl:call-template name="text"><xsl:with-param name="html" select="description"/></xsl:call-template></p>
        <xsl:for-each select="enclosure[starts-with(@type, 'audio/')]"><audio controls="" preload="none" src="{@url}"/></xsl:for-each>
      </article>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="atom:feed">
    <h1><a href="{atom:link[@rel='alternate'][@type='text/html']/@href}"><xsl:call-template name="text"><xsl:with-param name="html" select="atom:title"/></xsl:call-template></a></h1>
    <p><xsl:call-template name="text"><xsl:with-param name="html" select="atom:subtitle"/></xsl:call-template></p>
    <xsl:for-each select="atom:entry">
      <article>
        <h2><a href="{atom:link[@rel='alternate']/@href}"><xsl:call-template name="text"><xsl:with-param name="html" select="atom:title"/></xsl:call-template></a></h2>
        <time><xsl:value-of select="substring(atom:published, 1, 10)"/><xsl:if test="atom:source"> · <xsl:call-template name="text"><xsl:with-param name="html" select="atom:source/atom:title"/></xsl:call-template></xsl:if></time>
        <p><xsl:call-template name="text"><xsl:with-param name="html" select="atom:summary"/></xsl:call-template></p>
        <xsl:for-each select="atom:link[@rel='enclosure'][starts-with(@type, 'audio/')]"><audio controls="" preload="none" src="{@href}"/></xsl:for-each>
      </article>
    </xsl:for-each>
  </xsl:template>

  <!-- Text that stands in the feed as HTML: a title such as "A &amp; B" would show its reference. -->
  <xsl:template name="text">
    <xsl:param name="html"/>
    <xsl:choose>
      <xsl:when test="contains($html, '&amp;')">
        <xsl:variable name="rest" select="substring-after($html, '&amp;')"/>
        <xsl:value-of select="substring-before($html, '&amp;')"/>
        <xsl:choose>
          <xsl:when test="starts-with($rest, 'lt;')">&lt;</xsl:when>
          <xsl:when test="starts-with($rest, 'gt;')">&gt;</xsl:when>
          <xsl:otherwise>&amp;</xsl:otherwise>
        </xsl:choose>
        <xsl:call-template name="text">
          <xsl:with-param name="html" select="substring-after($rest, ';')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$html"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
